package io.sluice.ingest.screen;

import io.sluice.ingest.row.RowKind;
import io.sluice.model.batch.CountedMessage;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.LedgerCarry;
import io.sluice.model.batch.RejectedMessage;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.IdentityMix;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.Publish;
import io.sluice.model.payload.rejection.SeqRef;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One batch on its way through the screen. */
final class BatchScreen {
    /** The row of publishes that name no device. */
    private static final String NO_DEVICE = RowKind.EPOCH.key("|");

    private final int partition;
    private final TelemetryBatch batch;
    private final SpoolRow spool;
    private final TouchedRows rows;
    private final List<DeviceBlock> clean = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    private final Map<DeviceId, Long> heard = new HashMap<>();
    private int repeated;

    BatchScreen(int partition, TelemetryBatch batch, SpoolRow spool, TouchedRows rows) {
        this.partition = partition;
        this.batch = batch;
        this.spool = spool;
        this.rows = rows;
    }

    Screened run() {
        batch.rejected().forEach(this::screen);
        batch.blocks().forEach(this::screen);
        return new Screened(
                new TelemetryBatch(batch.spool(), clean, List.of()),
                deadLetters,
                verdicts,
                repeated,
                heard,
                rows.epochKeys());
    }

    private void screen(RejectedMessage message) {
        if (!spool.classify(message.counter(), mixOf(message.counter()))) {
            repeated++;
            return;
        }
        rowOf(message).reject(message.reason());
        DeviceId device = message.device();
        if (device != null) {
            for (SeqRef ref : message.readable()) {
                EpochRow row = rows.epoch(device, ref.epoch());
                if (row != null) {
                    row.refuse(ref.seq());
                }
            }
        }
        deadLetters.add(new DeadLetter.Refused(message));
    }

    private long mixOf(long counter) {
        return IdentityMix.ofCounter(batch.spool(), partition, counter);
    }

    private EpochRow rowOf(RejectedMessage message) {
        DeviceId device = message.device();
        if (device == null) {
            return rows.epoch(NO_DEVICE);
        }
        EpochRow row = message.readable().isEmpty()
                ? null
                : rows.epoch(device, message.readable().get(0).epoch());
        return row == null ? withoutEpoch(device) : row;
    }

    /** The device's row for what has no epoch, or one that gets no row. */
    private EpochRow withoutEpoch(DeviceId device) {
        return rows.epoch(RowKind.EPOCH.key(device, ""));
    }

    private void screen(DeviceBlock block) {
        EpochRow row = rows.epoch(block.device(), block.epoch());
        ChunkShelf shelf = rows.shelf(RowKind.EPOCH.key(block.device(), block.epoch()));
        LedgerCarry carry = row == null ? null : row.carry();
        long seed = IdentityMix.seed(block.device(), block.epoch());
        List<CountedMessage> fresh = new ArrayList<>(block.messages().size());
        for (CountedMessage counted : block.messages()) {
            long mix = IdentityMix.mix(seed, counted.message().seq());
            if (!spool.classify(counted.counter(), mix)) {
                repeated++;
                continue;
            }
            Verdict verdict = row == null
                    ? withoutEpoch(block.device()).leaveUndecided()
                    : row.judge(counted.message(), mix, shelf, hash -> isCopy(counted.message(), hash));
            verdicts.merge(verdict, 1, Integer::sum);
            if (verdict != Verdict.NEW) {
                heard.merge(block.device(), counted.counter(), Math::max);
            }
            if (row == null) {
                deadLetters.add(new DeadLetter.EpochTooMany(counted.message()));
            } else {
                keep(counted, verdict, fresh);
            }
        }
        if (!fresh.isEmpty()) {
            clean.add(new DeviceBlock(block.device(), block.epoch(), carry, fresh));
        }
    }

    private boolean isCopy(DeviceMessage message, long hash) {
        RecentContent recent = rows.recent(message.device());
        Publish publish = message.provenance().publish();
        return publish == null
                ? recent.isCopy(hash)
                : recent.isCopy(hash, publish.content(), mixOf(publish.firstCounter()));
    }

    private void keep(CountedMessage counted, Verdict verdict, List<CountedMessage> fresh) {
        switch (verdict) {
            case NEW -> fresh.add(counted);
            case CONFLICT, UNDECIDABLE -> deadLetters.add(new DeadLetter.Unplaced(verdict, counted.message()));
            case DUPLICATE -> {
                // Counted; a copy holds nothing that is not already on its way.
            }
        }
    }
}
