package io.sluice.gateway.spool;

import com.google.protobuf.InvalidProtocolBufferException;
import io.sluice.gateway.spool.files.SpoolFiles;
import io.sluice.model.ledger.proto.LedgerRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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

    private final CheckedFiles files;

    SpoolState(SpoolFiles files) {
        this.files = new CheckedFiles(files);
    }

    /** @param partitions fixed for the life of a spool: counters and ledger are per partition */
    record Identity(String id, int partitions) {}

    /**
     * @param current as far as Kafka has acknowledged
     * @param safe what it had acknowledged a minute before, at least
     * @param next what is safe next
     * @param boot the run of the machine that the dates are of; empty where none of that can be built on
     */
    record Marks(Dated current, Mark safe, Dated next, String boot) {
        /** Of a drain that begins there, with no past. */
        static Marks startingAt(Mark safe) {
            return new Marks(new Dated(safe, 0), safe, new Dated(safe, 0), "");
        }
    }

    /** @param ageNanos how long the machine's run had lasted then */
    record Dated(Mark mark, long ageNanos) {}

    /** The facts cover every record before the position, at least. */
    record Checkpoint(long position, List<LedgerRecord> facts) {}

    @Nullable
    Identity identity() throws IOException {
        RecordInput in = files.read(IDENTITY);
        return in == null ? null : new Identity(in.getText(), (int) in.getVarint());
    }

    void save(Identity identity) throws IOException {
        RecordOutput out = CheckedFiles.begin();
        out.putText(identity.id());
        out.putVarint(identity.partitions());
        files.write(IDENTITY, out);
    }

    @Nullable
    Marks marks(int partitions) throws IOException {
        RecordInput in = files.read(MARKS);
        if (in == null) {
            return null;
        }
        Mark current = mark(in, partitions);
        Mark safe = mark(in, partitions);
        if (in.isAtEnd()) { // older ones say no more
            return new Marks(new Dated(current, 0), safe, new Dated(safe, 0), "");
        }
        String boot = in.getText();
        long ageNanos = in.getLong();
        return new Marks(new Dated(current, ageNanos), safe, new Dated(mark(in, partitions), in.getLong()), boot);
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
        RecordOutput out = CheckedFiles.begin();
        put(out, marks.current().mark());
        put(out, marks.safe());
        out.putText(marks.boot());
        out.putLong(marks.current().ageNanos());
        put(out, marks.next().mark());
        out.putLong(marks.next().ageNanos());
        files.write(MARKS, out);
    }

    private static void put(RecordOutput out, Mark mark) {
        out.putLong(mark.position());
        for (long acked : mark.acked()) {
            out.putVarint(acked);
        }
    }

    @Nullable
    Checkpoint checkpoint() throws IOException {
        RecordInput in = files.read(CHECKPOINT);
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
        RecordOutput out = CheckedFiles.begin();
        out.putLong(position);
        for (LedgerRecord fact : facts) {
            out.putBytes(fact.toByteArray());
        }
        files.write(CHECKPOINT, out);
    }

    List<OpenExchanges.Kept> exchanges() throws IOException {
        RecordInput in = files.read(EXCHANGES);
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
        RecordOutput out = CheckedFiles.begin();
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
        files.write(EXCHANGES, out);
    }

    List<Will> wills() throws IOException {
        RecordInput in = files.read(WILLS);
        List<Will> open = new ArrayList<>();
        while (in != null && !in.isAtEnd()) {
            open.add(WillCodec.get(in));
        }
        return open;
    }

    void saveWills(Collection<Will> open) throws IOException {
        RecordOutput out = CheckedFiles.begin();
        open.forEach(will -> WillCodec.put(out, will));
        files.write(WILLS, out);
    }
}
