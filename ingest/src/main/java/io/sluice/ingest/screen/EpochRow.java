package io.sluice.ingest.screen;

import io.sluice.ingest.row.RowReader;
import io.sluice.ingest.row.RowWriter;
import io.sluice.model.batch.LedgerCarry;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.payload.rejection.RejectReason;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Everything ingest knows of one device and epoch, in messages. */
public final class EpochRow {
    private static final int VERSION = 1;

    private final Map<String, Long> rejected = new TreeMap<>();
    private final SeqBook seqs;
    private final HashWindow hashes;
    private long newMessages;
    private long newXor;
    private long duplicates;
    private long conflicts;
    private long undecidable;

    private EpochRow(SeqBook seqs, HashWindow hashes) {
        this.seqs = seqs;
        this.hashes = hashes;
    }

    public static EpochRow from(byte @Nullable [] row) {
        return from(row, SeqBook.DEFAULT_MAX_RANGES);
    }

    static EpochRow from(byte @Nullable [] bytes, int maxRanges) {
        if (bytes == null) {
            return new EpochRow(new SeqBook(maxRanges), new HashWindow());
        }
        RowReader in = new RowReader(bytes).expectVersion(VERSION);
        EpochRow row = new EpochRow(SeqBook.readFrom(in, maxRanges), HashWindow.readFrom(in));
        row.newMessages = in.unsigned();
        row.newXor = in.fixed();
        row.duplicates = in.unsigned();
        row.conflicts = in.unsigned();
        row.undecidable = in.unsigned();
        int reasons = in.count();
        for (int i = 0; i < reasons; i++) {
            row.rejected.put(in.text(), in.unsigned());
        }
        return row;
    }

    byte[] toBytes() {
        RowWriter out = new RowWriter().unsigned(VERSION);
        seqs.writeTo(out);
        hashes.writeTo(out);
        out.unsigned(newMessages)
                .fixed(newXor)
                .unsigned(duplicates)
                .unsigned(conflicts)
                .unsigned(undecidable);
        out.unsigned(rejected.size());
        rejected.forEach((reason, count) -> out.text(reason).unsigned(count));
        return out.toBytes();
    }

    /**
     * Decides and counts.
     *
     * @param mix of the message's identity
     * @param isCopy by its hash; asked only for a message that is known by its content only, and once
     */
    Verdict judge(DeviceMessage message, long mix, ChunkShelf shelf, LongPredicate isCopy) {
        long hash = message.contentHash();
        if (seqs.isTaken(message.seq())) {
            return judgeTaken(hashes.find(message.seq(), shelf), hash);
        }
        hashes.put(message.seq(), hash, shelf);
        if (message.provenance().isKnownByContentOnly() && isCopy.test(hash)) {
            seqs.addCopy(message.seq());
            duplicates++;
            return Verdict.DUPLICATE;
        }
        seqs.addNew(message.seq());
        newMessages++;
        newXor ^= mix;
        return Verdict.NEW;
    }

    /** From now on a message that came before cannot be compared with what it said then. */
    void forgetHashes(ChunkShelf shelf) {
        hashes.forget(shelf);
    }

    /** Counts a message of an epoch that gets no row. */
    Verdict leaveUndecided() {
        undecidable++;
        return Verdict.UNDECIDABLE;
    }

    private Verdict judgeTaken(OptionalLong known, long hash) {
        if (known.isEmpty()) {
            return leaveUndecided();
        }
        if (known.getAsLong() == hash) {
            duplicates++;
            return Verdict.DUPLICATE;
        }
        conflicts++;
        return Verdict.CONFLICT;
    }

    void reject(RejectReason reason) {
        rejected.merge(reason.label(), 1L, Long::sum);
    }

    /** A seq that could be read from a rejected message. */
    void refuse(long seq) {
        if (seq >= 1 && seq <= DeviceMessage.MAX_SEQ) {
            seqs.addRejected(seq);
        }
    }

    LedgerCarry carry() {
        return new LedgerCarry(newMessages, newXor);
    }

    public long newMessages() {
        return newMessages;
    }

    public long newXor() {
        return newXor;
    }

    public long duplicates() {
        return duplicates;
    }

    public long conflicts() {
        return conflicts;
    }

    public long undecidable() {
        return undecidable;
    }

    /** Publishes by reason's label. */
    public Map<String, Long> rejected() {
        return Collections.unmodifiableMap(rejected);
    }

    /** Highest seq, in new or rejected messages, without those that the gateway stamped onto copies. */
    public long produced() {
        return seqs.produced();
    }

    /** Seqs that were only ever rejected. */
    public long rejectedWithSeq() {
        return seqs.rejectedWithSeq();
    }

    public long missing() {
        return seqs.missing();
    }

    /** The lowest of them, at most a hundred ranges. */
    public List<LongRange> missingRanges() {
        return seqs.missingRanges();
    }
}
