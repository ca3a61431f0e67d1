package io.sluice.jobs.rollup;

import io.sluice.model.batch.CountedMessage;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.LedgerCarry;
import io.sluice.model.identity.IdentityMix;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.rollup.Tier;
import java.util.ArrayList;
import java.util.List;

/**
 * The thinking of the jobs, with the clock as an argument: merges blocks into a device's windows, decides what is late,
 * and publishes what is due.
 *
 * <p>Which tier takes a reading follows from the device's own messages in partition order, so a replay decides alike.
 * When a window is published follows from the wall clock alone: {@value #FIRST_DELAY_MILLIS} ms after its end, from
 * then on when readings still arrive, at most every {@value #COALESCE_MILLIS} ms. One engine serves the devices of one
 * thread.
 */
public final class RollupEngine {
    static final long FIRST_DELAY_MILLIS = 150;
    static final long COALESCE_MILLIS = 200;
    static final long LEDGER_DELAY_MILLIS = 1_000;

    private static final Tier[] TIERS = Tier.values();

    private final boolean isRebuild;
    private final RollupCounters counters;
    private final Publisher publisher;
    private final SecondDelta delta = new SecondDelta();
    private final long[] missedByTier = new long[TIERS.length];

    /**
     * @param generation of the rollups; raised by a rebuild
     * @param partitions of every topic
     */
    public RollupEngine(int generation, int partitions, RollupCounters counters) {
        this.isRebuild = generation > 0;
        this.counters = counters;
        this.publisher = new Publisher(generation, partitions, counters);
    }

    /** Takes a block in; ask {@link #nextDueMillis} afterwards. */
    public void onBlock(DevicePanes state, EpochShelf shelf, ReadingBlock reading, long nowMillis, RollupOutput out) {
        DeviceBlock block = reading.block();
        EpochLedger row = state.epochs.isEmpty() ? begin(state, block, shelf) : state.epoch(block, shelf);
        row.enter(block.carry());
        state.ledgerDueMillis = Math.min(state.ledgerDueMillis, nowMillis + LEDGER_DELAY_MILLIS);
        long seed = IdentityMix.seed(block.device(), block.epoch());
        List<CountedMessage> late = new ArrayList<>(0);
        long readingsMerged = 0;
        long readingsLate = 0;
        delta.begin();
        for (CountedMessage counted : block.messages()) {
            DeviceMessage message = counted.message();
            long mix = IdentityMix.mix(seed, message.seq());
            int readings = rolledUp(message);
            int finest = finestTaking(state, message.tsMillis());
            if (!state.hasRoomFor(message)) {
                finest = noneTakes(finest);
            }
            row.message(mix, readings, finest);
            if (finest == TIERS.length) {
                late.add(counted);
                readingsLate += readings;
            } else {
                merge(state, message, mix, finest, nowMillis);
                readingsMerged += readings;
            }
        }
        delta.mergeInto(state, pane -> touched(state, pane, nowMillis));
        purge(state, nowMillis, out);
        if (!late.isEmpty()) {
            publisher.late(state, reading.spool(), block, late, out);
            counters.lateForAll(late.size(), readingsLate);
        }
        tellCounters(block.messages().size() - late.size(), readingsMerged);
    }

    /** In a rebuild, what the device said before may be there no more. */
    private EpochLedger begin(DevicePanes state, DeviceBlock block, EpochShelf shelf) {
        EpochLedger row = state.epoch(block, shelf);
        LedgerCarry carry = block.carry();
        if (isRebuild && carry != null && carry.newBefore() > 0) {
            row.beginBehind(carry);
            for (CountedMessage counted : block.messages()) {
                state.partialUntilMillis =
                        Math.max(state.partialUntilMillis, counted.message().tsMillis());
            }
        }
        return row;
    }

    /** Publishes everything that is due by now. */
    public void onTime(DevicePanes state, long nowMillis, RollupOutput out) {
        if (isDue(state.ledgerDueMillis, nowMillis + LEDGER_DELAY_MILLIS, nowMillis)) {
            publisher.ledger(state, nowMillis, out);
            state.ledgerDueMillis = Long.MAX_VALUE;
        }
        int kept = 0;
        for (int i = 0; i < state.dirty.size(); i++) {
            Pane pane = state.dirty.get(i);
            long latest = Math.max(pane.endMillis() + FIRST_DELAY_MILLIS, nowMillis + COALESCE_MILLIS);
            if (isDue(pane.dueMillis(), latest, nowMillis)) {
                publisher.pane(state, pane, nowMillis, out);
                state.lastPublishedMillis = nowMillis;
            } else {
                state.dirty.set(kept++, pane);
            }
        }
        state.dirty.subList(kept, state.dirty.size()).clear();
    }

    /** What would be due later than at the latest was begun by a clock that was set back since. */
    private static boolean isDue(long dueMillis, long latestMillis, long nowMillis) {
        return dueMillis <= nowMillis || dueMillis > latestMillis && dueMillis != Long.MAX_VALUE;
    }

    /** {@link Long#MAX_VALUE} where nothing waits to be published. */
    public long nextDueMillis(DevicePanes state) {
        return state.nextDueMillis();
    }

    /** The first tier that still takes a reading of this time; the coarser take it too. */
    private int finestTaking(DevicePanes state, long tsMillis) {
        state.maxTsMillis = Math.max(state.maxTsMillis, tsMillis);
        long below = state.maxTsMillis - tsMillis;
        int finest = 0;
        while (finest < TIERS.length && below > TIERS[finest].horizonMillis()) {
            missedByTier[finest++]++;
        }
        return finest;
    }

    /** More metrics than a device may have: no tier takes the message, neither those that would have. */
    private int noneTakes(int finest) {
        for (int tier = finest; tier < TIERS.length; tier++) {
            missedByTier[tier]++;
        }
        return TIERS.length;
    }

    private void merge(DevicePanes state, DeviceMessage message, long mix, int finest, long nowMillis) {
        long second = Tier.S1.windowStart(message.tsMillis());
        if (!delta.isFor(second, finest)) {
            delta.mergeInto(state, pane -> touched(state, pane, nowMillis));
            delta.startWith(second, finest);
        }
        delta.add(state, message, mix);
    }

    private void touched(DevicePanes state, Pane pane, long nowMillis) {
        if (pane.isDirty()) {
            return;
        }
        long first = pane.endMillis() + FIRST_DELAY_MILLIS;
        // Open windows wait for their end. Others may not be published at each block of a device that catches up.
        // A clock that was set back left the last time far ahead: that must not hold a correction until then.
        boolean recent = Math.abs(nowMillis - state.lastPublishedMillis) < COALESCE_MILLIS;
        long correction = recent ? state.lastPublishedMillis + COALESCE_MILLIS : nowMillis;
        pane.dueAt(nowMillis < first ? first : correction);
        state.dirty.add(pane);
    }

    /** A window that nothing can fall into any more is published at the latest now, for it will be forgotten. */
    private void purge(DevicePanes state, long nowMillis, RollupOutput out) {
        boolean[] published = {false};
        boolean dropped = false;
        for (Tier tier : TIERS) {
            dropped = state.tiers[tier.ordinal()].purge(state.maxTsMillis - tier.horizonMillis(), pane -> {
                if (pane.isDirty()) {
                    publisher.pane(state, pane, nowMillis, out);
                    published[0] = true;
                }
            });
        }
        if (published[0]) {
            state.dirty.removeIf(pane -> !pane.isDirty());
        }
        // The coarsest tier takes every reading and keeps it longest: only with a window of it can a metric go.
        if (dropped) {
            state.forgetUnusedSeries();
        }
    }

    private void tellCounters(long messages, long readings) {
        counters.merged(messages, readings);
        for (Tier tier : TIERS) {
            if (missedByTier[tier.ordinal()] > 0) {
                counters.late(tier, missedByTier[tier.ordinal()]);
                missedByTier[tier.ordinal()] = 0;
            }
        }
    }

    private static int rolledUp(DeviceMessage message) {
        int readings = 0;
        for (int i = 0; i < message.size(); i++) {
            if (message.kind(i).isRolledUp()) {
                readings++;
            }
        }
        return readings;
    }
}
