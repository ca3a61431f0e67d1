package io.sluice.api.history;

import io.sluice.model.rollup.SeriesKey;
import java.util.function.Predicate;

/**
 * How far the windows reach that changed beyond a place.
 *
 * @param until beyond all of them
 * @param isCoalesced some window changed more than once: its earlier revisions are not shown
 */
public record Reach(OffsetVector until, boolean isCoalesced) {

    /**
     * Looks through all rings that match; ask {@link TierStore#canResume} first. Every change below a cursor that was
     * taken before lies within. The position would not do: it may be a record short of the change log.
     */
    public static Reach beyond(OffsetVector offsets, TierStore store, Predicate<SeriesKey> filter) {
        long[] until = new long[store.partitions()];
        boolean[] coalesced = new boolean[1];
        store.matching(filter)
                .forEach(ring -> ring.changedSince(offsets, (partition, offset, skipped) -> {
                    until[partition] = Math.max(until[partition], offset + 1);
                    coalesced[0] |= skipped;
                }));
        return new Reach(OffsetVector.of(until), coalesced[0]);
    }
}
