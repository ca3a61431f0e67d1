package io.sluice.model.rollup;

/**
 * The aggregate of one series over one window: the value of a record on {@code telemetry.rollups.<tier>}. Of two
 * rollups of one (series, tier, start) the one with the higher revision wins, on a tie the later record.
 *
 * @param startMillis inclusive, a multiple of the tier's width
 * @param generation raised by a rebuild, backfill or redrive, from 0
 */
public record Rollup(SeriesKey series, Tier tier, long startMillis, int generation, RollupStats stats) {
    private static final int COUNT_BITS = 40;

    public Rollup {
        if (tier.windowStart(startMillis) != startMillis) {
            throw new IllegalArgumentException(
                    "startMillis must be a multiple of " + tier.widthMillis() + ", was " + startMillis);
        }
        if (generation < 0 || generation >= 1 << (Long.SIZE - 1 - COUNT_BITS)) {
            throw new IllegalArgumentException("generation must be 0 to 2^23 - 1, was " + generation);
        }
    }

    /** Exclusive. */
    public long endMillis() {
        return startMillis + tier.widthMillis();
    }

    /** Grows with content, not with writing, so that it is monotone across recovery. */
    public long revision() {
        return revision(generation, stats.count());
    }

    static long revision(int generation, long count) {
        return ((long) generation << COUNT_BITS) + count;
    }

    public double quantile(double q) {
        return stats.quantile(q);
    }

    /** A new accumulator with this rollup's content, for merging. */
    public RollupAccumulator toAccumulator() {
        return stats.accumulator().copy();
    }
}
