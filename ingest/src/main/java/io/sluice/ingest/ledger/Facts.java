package io.sluice.ingest.ledger;

import io.sluice.ingest.screen.EpochRow;
import io.sluice.ingest.screen.LongRange;
import io.sluice.ingest.screen.SpoolRow;
import io.sluice.model.ledger.proto.DeviceScreened;
import io.sluice.model.ledger.proto.LedgerRecord;
import io.sluice.model.ledger.proto.SeqRange;
import io.sluice.model.ledger.proto.SpoolCommitted;
import java.util.List;

/** What ingest tells the ledger, cumulative and straight from the rows. */
public final class Facts {
    private static final String WRITER = "ingest";
    private static final int HOLES_SHOWN = 20;

    private final int partition;

    public Facts(int partition) {
        this.partition = partition;
    }

    public LedgerRecord spool(String spool, SpoolRow row, long nowMillis) {
        SpoolCommitted fact = SpoolCommitted.newBuilder()
                .setSpool(spool)
                .setPartition(partition)
                .setCommittedCounter(row.committedCounter())
                .setClassified(row.classified())
                .setClassifiedXor(row.classifiedXor())
                .addAllHoles(ranges(row.holes(HOLES_SHOWN)))
                .setRepeated(row.repeated())
                .build();
        return record(WRITER, nowMillis).setSpoolCommitted(fact).build();
    }

    /**
     * The row of one device and epoch.
     *
     * @param name {@code site/device|epoch}; {@code |} for publishes that named no device. Any partition may have
     *     those, so there the writer tells the rows apart.
     */
    public LedgerRecord epoch(String name, EpochRow row, long nowMillis) {
        int slash = name.indexOf('/');
        int bar = name.indexOf('|');
        DeviceScreened fact = DeviceScreened.newBuilder()
                .setSite(slash < 0 ? "" : name.substring(0, slash))
                .setDevice(slash < 0 ? "" : name.substring(slash + 1, bar))
                .setEpoch(name.substring(bar + 1))
                .setNewMessages(row.newMessages())
                .setNewXor(row.newXor())
                .setDuplicates(row.duplicates())
                .setConflicts(row.conflicts())
                .putAllRejected(row.rejected())
                .setUndecidable(row.undecidable())
                .setProduced(row.produced())
                .setRejectedWithSeq(row.rejectedWithSeq())
                .setMissing(row.missing())
                .addAllMissingRanges(ranges(row.missingRanges()))
                .build();
        String writer = slash < 0 ? WRITER + "-" + partition : WRITER;
        return record(writer, nowMillis).setDeviceScreened(fact).build();
    }

    private static LedgerRecord.Builder record(String writer, long nowMillis) {
        return LedgerRecord.newBuilder().setAsOfMillis(nowMillis).setWriter(writer);
    }

    private static List<SeqRange> ranges(List<LongRange> ranges) {
        return ranges.stream()
                .map(range -> SeqRange.newBuilder()
                        .setFrom(range.from())
                        .setTo(range.to())
                        .build())
                .toList();
    }
}
