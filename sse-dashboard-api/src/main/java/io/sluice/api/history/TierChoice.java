package io.sluice.api.history;

import io.sluice.model.rollup.Tier;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * The tier for a question that names none: the finest that keeps to the points wanted, of those that can answer it at
 * all. Where none of them keeps to it, the widest, whose windows are merged then.
 *
 * <p>A tier can answer when its windows are no wider than the range, up to now, and when what it holds of the range
 * goes as far back as what the others hold: a finer tier is kept for a shorter time, and of a wider one no window may
 * have ended yet.
 */
final class TierChoice {
    private static final long NONE = Long.MAX_VALUE;

    private final long from;
    private final long to;
    private final long pointsWanted;
    private final Map<Tier, Long> firstHeld;

    private TierChoice(long from, long to, long pointsWanted, Map<Tier, Long> firstHeld) {
        this.from = from;
        this.to = to;
        this.pointsWanted = pointsWanted;
        this.firstHeld = firstHeld;
    }

    static TierChoice of(SeriesQuery query, RollupStore store) {
        long from = query.from().orElse(Long.MIN_VALUE);
        long to = Math.min(query.to(), query.nowMillis());
        Map<Tier, Long> firstHeld = new EnumMap<>(Tier.class);
        for (TierStore tier : store.all()) {
            long first = tier.firstStart(query.filter()::matches, from);
            firstHeld.put(tier.tier(), first < query.to() ? first : NONE);
        }
        long oldest =
                firstHeld.values().stream().mapToLong(Long::longValue).min().orElse(NONE);
        return new TierChoice(query.from().orElse(Math.min(oldest, to)), to, query.pointsWanted(), firstHeld);
    }

    Tier finest() {
        Tier widest = Tier.S1;
        for (Tier tier : Tier.values()) {
            if (canAnswer(tier)) {
                if (Windows.starting(from, to, tier.widthMillis()) <= pointsWanted) {
                    return tier;
                }
                widest = tier;
            }
        }
        return widest;
    }

    private boolean canAnswer(Tier tier) {
        return tier.widthMillis() <= to - from && Arrays.stream(Tier.values()).allMatch(other -> reaches(tier, other));
    }

    /** Starts of windows of two widths tell the same reading apart by less than the wider of them. */
    private boolean reaches(Tier tier, Tier other) {
        long first = firstHeld.getOrDefault(tier, NONE);
        long firstOfOther = firstHeld.getOrDefault(other, NONE);
        return firstOfOther == NONE
                || first != NONE && first - firstOfOther < Math.max(tier.widthMillis(), other.widthMillis());
    }
}
