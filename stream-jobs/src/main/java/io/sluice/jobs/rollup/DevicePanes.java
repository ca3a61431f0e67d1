package io.sluice.jobs.rollup;

import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.LedgerCarry;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.rollup.SeriesKey;
import io.sluice.model.rollup.Tier;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything the jobs know of one device, as one keyed state: its time, the windows that may still grow, its ledger
 * rows and when something has to be published. Not thread-safe. {@link RollupEngine} does the thinking.
 */
public final class DevicePanes {
    /** Beyond this the rows of epochs go to the {@link EpochShelf}, the longest unheard first. */
    static final int MAX_EPOCHS = 256;

    /**
     * Of a device's metrics in all windows: their names are the device's to invent, and every window has room for all.
     */
    static final int MAX_SERIES = 4_000;

    static final Tier[] TIERS = Tier.values();

    final DeviceId device;
    long maxTsMillis = Long.MIN_VALUE;
    /** Of what it said until about then, a rebuild has found a part only; {@link Long#MIN_VALUE} where it found all. */
    long partialUntilMillis = Long.MIN_VALUE;

    long lastPublishedMillis = Long.MIN_VALUE;
    long ledgerDueMillis = Long.MAX_VALUE;

    /** The earliest timer that is set and has not fired, {@link Long#MAX_VALUE} for none. */
    private long timerMillis = Long.MAX_VALUE;

    final TierPanes[] tiers;
    private final List<SeriesKey> series;
    private final Map<String, Integer> slots = new HashMap<>();

    /** The row heard of last at the end. */
    final List<EpochLedger> epochs;

    /** Panes with something to publish; derived, not stored. */
    final List<Pane> dirty = new ArrayList<>();

    public DevicePanes(DeviceId device) {
        this(device, new TierPanes[TIERS.length], new ArrayList<>(), new ArrayList<>(1));
        for (Tier tier : TIERS) {
            tiers[tier.ordinal()] = new TierPanes(tier);
        }
    }

    DevicePanes(DeviceId device, TierPanes[] tiers, List<SeriesKey> series, List<EpochLedger> epochs) {
        this.device = device;
        this.tiers = tiers;
        this.series = series;
        this.epochs = epochs;
        for (int i = 0; i < series.size(); i++) {
            slots.put(series.get(i).metric(), i);
        }
    }

    /** Whether what the message is about has a place, or gets one. */
    boolean hasRoomFor(DeviceMessage message) {
        return series.size() + message.size() <= MAX_SERIES || hasRoomFor(newSeries(message));
    }

    private boolean hasRoomFor(int newSeries) {
        return newSeries == 0 || series.size() + newSeries <= MAX_SERIES;
    }

    private int newSeries(DeviceMessage message) {
        int newSeries = 0;
        for (int i = 0; i < message.size(); i++) {
            if (message.kind(i).isRolledUp() && !slots.containsKey(message.metric(i))) {
                newSeries++;
            }
        }
        return newSeries;
    }

    /** A metric's place in every pane, until {@link #forgetUnusedSeries}. */
    int slotOf(String metric) {
        Integer slot = slots.get(metric);
        if (slot == null) {
            slot = series.size();
            series.add(new SeriesKey(device, metric));
            slots.put(metric, slot);
        }
        return slot;
    }

    /** Frees the places of metrics of which no window holds anything, by moving the others up. */
    void forgetUnusedSeries() {
        BitSet used = new BitSet(series.size());
        for (TierPanes tier : tiers) {
            tier.forEach(pane -> pane.markUsed(used));
        }
        if (used.cardinality() == series.size()) {
            return;
        }
        List<SeriesKey> kept = used.stream().mapToObj(series::get).toList();
        series.clear();
        slots.clear();
        kept.forEach(key -> slotOf(key.metric()));
        for (TierPanes tier : tiers) {
            tier.forEach(pane -> pane.keepOnly(used));
        }
    }

    SeriesKey series(int slot) {
        return series.get(slot);
    }

    int seriesCount() {
        return series.size();
    }

    /** The row of the block's epoch, which is the one heard of last from now on. */
    EpochLedger epoch(DeviceBlock block, EpochShelf shelf) {
        for (int i = epochs.size() - 1; i >= 0; i--) {
            EpochLedger row = epochs.get(i);
            if (row.epoch.equals(block.epoch())) {
                if (i < epochs.size() - 1) {
                    epochs.remove(i);
                    epochs.add(row);
                }
                return row;
            }
        }
        EpochLedger row = shelved(block, shelf);
        epochs.add(row);
        while (epochs.size() > MAX_EPOCHS && !epochs.get(0).isChanged()) {
            EpochLedger silent = epochs.remove(0);
            shelf.put(silent.epoch, silent.toBytes());
        }
        return row;
    }

    private static EpochLedger shelved(DeviceBlock block, EpochShelf shelf) {
        LedgerCarry carry = block.carry();
        boolean isFirst = carry != null && carry.newBefore() == 0;
        byte[] row = isFirst ? null : shelf.get(block.epoch());
        return row == null ? new EpochLedger(block.epoch()) : EpochLedger.fromBytes(row);
    }

    void collectDirty() {
        for (TierPanes tier : tiers) {
            tier.forEach(pane -> {
                if (pane.isDirty()) {
                    dirty.add(pane);
                }
            });
        }
    }

    /** When something has to be published next, {@link Long#MAX_VALUE} for never. */
    long nextDueMillis() {
        long next = ledgerDueMillis;
        for (int i = 0; i < dirty.size(); i++) {
            next = Math.min(next, dirty.get(i).dueMillis());
        }
        return next;
    }

    /** Whether no timer fires by then; if so, the caller sets one. */
    public boolean needsTimer(long dueMillis) {
        if (dueMillis >= timerMillis) {
            return false;
        }
        timerMillis = dueMillis;
        return true;
    }

    public void timerFired(long millis) {
        if (millis >= timerMillis) {
            timerMillis = Long.MAX_VALUE;
        }
    }

    long timerMillis() {
        return timerMillis;
    }

    /** Deep, but for what never changes again. */
    public DevicePanes copy() {
        TierPanes[] tierCopies = new TierPanes[TIERS.length];
        for (int i = 0; i < tierCopies.length; i++) {
            tierCopies[i] = tiers[i].copy();
        }
        List<EpochLedger> epochCopies = new ArrayList<>(epochs.size());
        epochs.forEach(row -> epochCopies.add(row.copy()));
        DevicePanes copy = new DevicePanes(device, tierCopies, new ArrayList<>(series), epochCopies);
        copy.maxTsMillis = maxTsMillis;
        copy.partialUntilMillis = partialUntilMillis;
        copy.lastPublishedMillis = lastPublishedMillis;
        copy.ledgerDueMillis = ledgerDueMillis;
        copy.needsTimer(timerMillis);
        copy.collectDirty();
        return copy;
    }

    @Override
    public String toString() {
        return device + " at " + maxTsMillis;
    }
}
