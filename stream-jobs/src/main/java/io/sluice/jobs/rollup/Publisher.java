package io.sluice.jobs.rollup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.model.batch.CountedMessage;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.batch.TelemetryBatchCodec;
import io.sluice.model.identity.Partitions;
import io.sluice.model.ledger.LedgerKey;
import io.sluice.model.ledger.proto.LedgerRecord;
import io.sluice.model.rollup.RollupCodec;
import io.sluice.model.rollup.SeriesKey;
import java.util.List;

/** Turns what is due into the records that tell it. */
final class Publisher {
    private static final String WRITER = "sluice-jobs";

    private final int generation;
    private final int partitions;
    private final RollupCounters counters;

    Publisher(int generation, int partitions, RollupCounters counters) {
        this.generation = generation;
        this.partitions = partitions;
        this.counters = counters;
    }

    /** Writes the window's series that changed, and marks them as published. */
    void pane(DevicePanes state, Pane pane, long nowMillis, RollupOutput out) {
        Target target = Target.of(pane.tier);
        int partition = partition(state);
        for (int slot = 0; slot < pane.slots(); slot++) {
            Cell cell = pane.dirtyCell(slot);
            if (cell != null) {
                SeriesKey series = state.series(slot);
                byte[] value = RollupCodec.encode(
                        series, pane.tier, pane.startMillis, generation(state, pane), cell.content());
                out.write(new Outcome(target, partition, series.toString().getBytes(UTF_8), value));
                counters.published(pane.tier, nowMillis - pane.endMillis(), !pane.wasPublished());
            }
        }
        pane.published(nowMillis);
    }

    /** Where a rebuild has found a part only, the generation before may have a fuller one, which then stays. */
    private int generation(DevicePanes state, Pane pane) {
        boolean isWhole = state.partialUntilMillis == Long.MIN_VALUE
                || pane.startMillis > state.partialUntilMillis + pane.tier.horizonMillis();
        return isWhole ? generation : generation - 1;
    }

    void ledger(DevicePanes state, long nowMillis, RollupOutput out) {
        for (EpochLedger row : state.epochs) {
            if (row.isChanged()) {
                LedgerRecord record = LedgerRecord.newBuilder()
                        .setAsOfMillis(nowMillis)
                        .setWriter(WRITER)
                        .setDeviceCounted(
                                row.toFact().setSite(state.device.site()).setDevice(state.device.device()))
                        .build();
                byte[] key = LedgerKey.of(record).getBytes(UTF_8);
                out.write(new Outcome(Target.LEDGER, partition(state), key, record.toByteArray()));
                row.published();
            }
        }
    }

    /** Sends on what no tier took, with its counters and without a carry: it is a part of the block only. */
    void late(DevicePanes state, String spool, DeviceBlock block, List<CountedMessage> messages, RollupOutput out) {
        DeviceBlock lateBlock = new DeviceBlock(block.device(), block.epoch(), null, messages);
        TelemetryBatch batch = new TelemetryBatch(spool, List.of(lateBlock), List.of());
        byte[] key = state.device.toString().getBytes(UTF_8);
        out.write(new Outcome(Target.LATE, partition(state), key, TelemetryBatchCodec.encode(batch)));
    }

    private int partition(DevicePanes state) {
        return Partitions.of(state.device, partitions);
    }
}
