package io.sluice.jobs.rollup;

import io.sluice.model.message.DeviceMessage;
import io.sluice.model.rollup.RollupAccumulator;
import io.sluice.model.rollup.Tier;
import java.util.Arrays;

/**
 * Readings of one device that fall into one second and are taken by the same tiers, aggregated once and then merged
 * into every tier's window. Reused from block to block, so that a reading costs no allocation.
 */
final class SecondDelta {
    private static final Tier[] TIERS = Tier.values();

    private RollupAccumulator[] deltas = new RollupAccumulator[0];
    private int[] touched = new int[8];
    private int touchedCount;
    private String[] lastMetrics = noNames(8, new String[0]);
    private int[] lastSlots = new int[8];
    private int lastSize;

    private long second;
    private int finest;

    /** Forgets the last block: slots are a device's own. */
    void begin() {
        Arrays.fill(lastMetrics, 0, lastSize, "");
        lastSize = 0;
        touchedCount = 0;
    }

    boolean isFor(long secondMillis, int finestTier) {
        return touchedCount > 0 && second == secondMillis && finest == finestTier;
    }

    void startWith(long secondMillis, int finestTier) {
        second = secondMillis;
        finest = finestTier;
    }

    /** Adds the message's readings, but for text. */
    void add(DevicePanes state, DeviceMessage message, long mix) {
        int size = message.size();
        ensureKnown(size);
        for (int i = 0; i < size; i++) {
            if (message.kind(i).isRolledUp()) {
                int slot = slot(state, i, message.metric(i));
                RollupAccumulator delta = deltas[slot];
                if (delta.count() == 0) {
                    touch(slot);
                }
                delta.add(message.number(i), message.tsMillis(), message.seq(), mix);
            }
        }
    }

    /** Merges what was added into all tiers from the finest that takes it, and forgets it. */
    void mergeInto(DevicePanes state, PaneTouched onTouched) {
        for (int t = finest; touchedCount > 0 && t < TIERS.length; t++) {
            Pane pane = state.tiers[t].at(TIERS[t].windowStart(second));
            for (int i = 0; i < touchedCount; i++) {
                pane.merge(touched[i], deltas[touched[i]]);
            }
            onTouched.touched(pane);
        }
        for (int i = 0; i < touchedCount; i++) {
            deltas[touched[i]].clear();
        }
        touchedCount = 0;
    }

    /** Messages of a block tend to have the same metrics in the same places. */
    private int slot(DevicePanes state, int i, String metric) {
        if (i < lastSize && metric.equals(lastMetrics[i])) {
            return lastSlots[i];
        }
        int slot = state.slotOf(metric);
        lastMetrics[i] = metric;
        lastSlots[i] = slot;
        lastSize = Math.max(lastSize, i + 1);
        if (slot >= deltas.length) {
            growDeltas(slot);
        }
        return slot;
    }

    private void ensureKnown(int size) {
        if (size > lastMetrics.length) {
            lastMetrics = noNames(size, lastMetrics);
            lastSlots = Arrays.copyOf(lastSlots, size);
        }
    }

    /** No metric has the empty name. */
    private static String[] noNames(int size, String[] names) {
        String[] grown = Arrays.copyOf(names, size);
        Arrays.fill(grown, names.length, size, "");
        return grown;
    }

    private void growDeltas(int slot) {
        int from = deltas.length;
        deltas = Arrays.copyOf(deltas, Math.max(slot + 1, from * 2));
        for (int i = from; i < deltas.length; i++) {
            deltas[i] = new RollupAccumulator();
        }
    }

    private void touch(int slot) {
        if (touchedCount == touched.length) {
            touched = Arrays.copyOf(touched, touchedCount * 2);
        }
        touched[touchedCount++] = slot;
    }

    /** Told once for every window that something was merged into. */
    interface PaneTouched {
        void touched(Pane pane);
    }
}
