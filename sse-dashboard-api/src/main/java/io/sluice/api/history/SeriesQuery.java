package io.sluice.api.history;

import io.sluice.model.rollup.Tier;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What to answer of the history.
 *
 * @param tier empty: the finest that keeps to {@code maxPoints}
 * @param from inclusive by window start, empty: from the oldest window held
 * @param to exclusive by window start
 * @param maxPoints of each series; more windows than that are merged by equal numbers of neighbours
 */
public record SeriesQuery(
        SeriesFilter filter, Grouping by, Optional<Tier> tier, OptionalLong from, long to, OptionalInt maxPoints) {
    /** Where neither a tier nor a number of points is named. */
    private static final int USUAL_MAX_POINTS = 1000;

    /** The query with what it left open decided, over what is held now. */
    Plan plan(RollupStore store) {
        Tier chosen = tier.orElseGet(() -> finestFor(store));
        long start = from.isPresent() ? from.getAsLong() : oldestStart(store.tier(chosen));
        return new Plan(chosen, start, to, stepMillis(chosen, start));
    }

    private Tier finestFor(RollupStore store) {
        long start = from.isPresent() ? from.getAsLong() : oldestStart(store.tier(Tier.H1));
        for (Tier candidate : Tier.values()) {
            if (windows(candidate, start) <= maxPoints.orElse(USUAL_MAX_POINTS)) {
                return candidate;
            }
        }
        return Tier.H1;
    }

    private long stepMillis(Tier chosen, long start) {
        if (maxPoints.isEmpty()) {
            return chosen.widthMillis();
        }
        long limit = maxPoints.getAsInt();
        long merged = Math.max(1, ceilDivide(windows(chosen, start), limit));
        // No step is wide enough to hold what lies on both sides of 1970.
        long widest = Math.max(Math.abs(start), Math.abs(to));
        while (steps(start, merged * chosen.widthMillis()) > limit && merged * chosen.widthMillis() < widest) {
            merged++;
        }
        return merged * chosen.widthMillis();
    }

    private long windows(Tier candidate, long start) {
        return steps(start, candidate.widthMillis());
    }

    /** How many multiples of the step [start, to) touches. */
    private long steps(long start, long step) {
        return to <= start ? 0 : ceilDivide(to, step) - Math.floorDiv(start, step);
    }

    private long oldestStart(TierStore store) {
        long oldest = store.rings(filter::matches).stream()
                .mapToLong(SeriesRing::oldestStart)
                .min()
                .orElse(to);
        return Math.min(oldest, to);
    }

    private static long ceilDivide(long number, long divisor) {
        return -Math.floorDiv(-number, divisor);
    }

    /** What becomes one series of the answer. */
    public enum Grouping {
        DEVICE,
        SITE,
        FLEET
    }

    /** @param stepMillis width of the answered windows: the tier's, or a multiple where neighbours are merged */
    record Plan(Tier tier, long from, long to, long stepMillis) {
        boolean mergesNeighbours() {
            return stepMillis != tier.widthMillis();
        }
    }
}
