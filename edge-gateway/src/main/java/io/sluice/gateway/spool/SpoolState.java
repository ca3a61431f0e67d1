package io.sluice.gateway.spool;

import com.google.protobuf.InvalidProtocolBufferException;
import io.sluice.gateway.spool.files.SpoolFiles;
import io.sluice.model.ledger.proto.LedgerRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The small files beside the segments: who the spool is, how far it is drained, and up to a position the ledger and the
 * exchanges and wills that are open.
 */
final class SpoolState {
    private static final String IDENTITY = "identity";
    private static final String MARKS = "marks";
    private static final String CHECKPOINT = "checkpoint";
    private static final String EXCHANGES = "exchanges";
    private static final String WILLS = "wills";
    private static final int VERSION = 1;

    private final SpoolFiles files;

    SpoolState(SpoolFiles files) {
        this.files = files;
    }

    /** @param partitions fixed for the life of a spool: counters and ledger are per partition */
    record Identity(String id, int partitions) {}

    /**
     * @param safe what Kafka had acknowledged a minute before, at least
     * @param next what is safe next; null where that is not known of this run of the machine
     */
    record Marks(Mark current, Mark safe, @Nullable Dated next) {}

    /**
     * @param boot the machine's run in which it was acknowledged, by its id
     * @param ageNanos how long that had lasted then
     */
    record Dated(Mark mark, String boot, long ageNanos) {}

    /** The facts cover every record before the position, at least. */
    record Checkpoint(long position, List<LedgerRecord> facts) {}

    @Nullable
    Identity identity() throws IOException {
        RecordInput in = read(IDENTITY);
        return in == null ? null : new Identity(in.getText(), (int) in.getVarint());
    }

    void save(Identity identity) throws IOException {
        RecordOutput out = begin();
        out.putText(identity.id());
        out.putVarint(identity.partitions());
        write(IDENTITY, out);
    }

    @Nullable
    Marks marks(int partitions) throws IOException {
        RecordInput in = read(MARKS);
        if (in == null) {
            return null;
        }
        Mark current = mark(in, partitions);
        Mark safe = mark(in, partitions);
        // Older ones end here.
        return new Marks(
                current, safe, in.isAtEnd() ? null : new Dated(mark(in, partitions), in.getText(), in.getLong()));
    }

    private static Mark mark(RecordInput in, int partitions) throws CorruptSpoolException {
        long position = in.getLong();
        long[] acked = new long[partitions];
        for (int p = 0; p < partitions; p++) {
            acked[p] = in.getVarint();
        }
        return new Mark(position, acked);
    }

    void save(Marks marks) throws IOException {
        RecordOutput out = begin();
        put(out, marks.current());
        put(out, marks.safe());
        Dated next = marks.next();
        if (next != null) {
            put(out, next.mark());
            out.putText(next.boot());
            out.putLong(next.ageNanos());
        }
        write(MARKS, out);
    }

    private static void put(RecordOutput out, Mark mark) {
        out.putLong(mark.position());
        for (long acked : mark.acked()) {
            out.putVarint(acked);
        }
    }

    @Nullable
    Checkpoint checkpoint() throws IOException {
        RecordInput in = read(CHECKPOINT);
        if (in == null) {
            return null;
        }
        long position = in.getLong();
        List<LedgerRecord> facts = new ArrayList<>();
        while (!in.isAtEnd()) {
            try {
                facts.add(LedgerRecord.parseFrom(in.getBytes()));
            } catch (InvalidProtocolBufferException e) {
                throw new CorruptSpoolException("checkpoint must hold ledger facts: " + e.getMessage());
            }
        }
        return new Checkpoint(position, facts);
    }

    void saveCheckpoint(long position, Collection<LedgerRecord> facts) throws IOException {
        RecordOutput out = begin();
        out.putLong(position);
        for (LedgerRecord fact : facts) {
            out.putBytes(fact.toByteArray());
        }
        write(CHECKPOINT, out);
    }

    List<OpenExchanges.Kept> exchanges() throws IOException {
        RecordInput in = read(EXCHANGES);
        List<OpenExchanges.Kept> kept = new ArrayList<>();
        while (in != null && !in.isAtEnd()) {
            String session = in.getText();
            long lastMillis = in.getLong();
            int count = in.getCount();
            List<Exchange> exchanges = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                exchanges.add(new Exchange(session, 2, (int) in.getVarint(), in.getLong(), (byte) in.getByte()));
            }
            kept.add(new OpenExchanges.Kept(session, lastMillis, exchanges));
        }
        return kept;
    }

    void saveExchanges(Collection<OpenExchanges.Kept> open) throws IOException {
        RecordOutput out = begin();
        for (OpenExchanges.Kept kept : open) {
            out.putText(kept.session());
            out.putLong(kept.lastMillis());
            out.putVarint(kept.exchanges().size());
            for (Exchange exchange : kept.exchanges()) {
                out.putVarint(exchange.packetId());
                out.putLong(exchange.contentHash());
                out.putByte(exchange.reason());
            }
        }
        write(EXCHANGES, out);
    }

    List<Will> wills() throws IOException {
        RecordInput in = read(WILLS);
        List<Will> open = new ArrayList<>();
        while (in != null && !in.isAtEnd()) {
            open.add(WillCodec.get(in));
        }
        return open;
    }

    void saveWills(Collection<Will> open) throws IOException {
        RecordOutput out = begin();
        open.forEach(will -> WillCodec.put(out, will));
        write(WILLS, out);
    }

    private static RecordOutput begin() {
        RecordOutput out = new RecordOutput(256);
        out.skip(4);
        out.putByte(VERSION);
        return out;
    }

    private void write(String name, RecordOutput out) throws IOException {
        out.putIntAt(0, checksum(out.array(), out.length()));
        files.replace(name, out.toByteArray());
    }

    private @Nullable RecordInput read(String name) throws IOException {
        byte[] content = files.read(name);
        if (content == null) {
            return null;
        }
        if (content.length < 5 || Frames.intAt(content, 0) != checksum(content, content.length)) {
            throw new CorruptSpoolException("spool file must match its checksum, did not: " + name);
        }
        if (content[4] != VERSION) {
            throw new CorruptSpoolException(name + " version must be " + VERSION + ", was " + content[4]);
        }
        return new RecordInput(new TextPool()).over(content, 5, content.length - 5);
    }

    private static int checksum(byte[] content, int length) {
        CRC32C crc = new CRC32C();
        crc.update(content, 4, length - 4);
        return (int) crc.getValue();
    }
}
