package io.sluice.api.history;

import io.sluice.model.rollup.Tier;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What to answer of the history.
 *
 * @param tier empty: as {@link TierChoice} says
 * @param from inclusive by window start, empty: from the oldest window held
 * @param to exclusive by window start, may lie ahead
 * @param maxPoints of each series; more windows than that are merged by equal numbers of neighbours
 * @param nowMillis when it is asked
 */
public record SeriesQuery(
        SeriesFilter filter,
        Grouping by,
        Optional<Tier> tier,
        OptionalLong from,
        long to,
        OptionalInt maxPoints,
        long nowMillis) {
    /** Where neither a tier nor a number of points is named. */
    private static final int USUAL_MAX_POINTS = 1000;

    /** The query with what it left open decided, over what is held now. */
    Plan plan(RollupStore store) {
        Tier chosen = tier.orElseGet(() -> TierChoice.of(this, store).finest());
        TierStore held = store.tier(chosen);
        long start =
                from.isPresent() ? from.getAsLong() : Math.min(held.firstStart(filter::matches, Long.MIN_VALUE), to);
        return new Plan(chosen, start, to, stepMillis(held, start));
    }

    /** How many points of a series an answer of a tier that is chosen may have. */
    int pointsWanted() {
        return maxPoints.orElse(USUAL_MAX_POINTS);
    }

    private long stepMillis(TierStore held, long start) {
        int width = held.tier().widthMillis();
        if (maxPoints.isEmpty()) {
            return width;
        }
        // What lies ahead of the newest window has no points to make room for.
        long end = Math.min(to, held.newestEnd(filter::matches));
        return width * Windows.merged(start, end, width, maxPoints.getAsInt());
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
