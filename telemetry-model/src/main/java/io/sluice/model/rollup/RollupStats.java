package io.sluice.model.rollup;

import org.jspecify.annotations.Nullable;

/** What is known of one series over one window. Immutable, thread-safe; equal where every term is. */
public final class RollupStats {
    private final RollupAccumulator accumulator;

    private RollupStats(RollupAccumulator accumulator) {
        if (accumulator.count() < 1) {
            throw new IllegalArgumentException("count must be >= 1, was " + accumulator.count());
        }
        this.accumulator = accumulator;
    }

    /** What the accumulator holds now; it may go on growing. */
    public static RollupStats of(RollupAccumulator accumulator) {
        return new RollupStats(accumulator.copy());
    }

    /** For an accumulator that nobody else holds. */
    static RollupStats owning(RollupAccumulator accumulator) {
        return new RollupStats(accumulator);
    }

    /** Readings merged. */
    public long count() {
        return accumulator.count();
    }

    /** The double nearest to the true sum; infinite where that is beyond their range. */
    public double sum() {
        return accumulator.sum();
    }

    public double min() {
        return accumulator.min();
    }

    public double max() {
        return accumulator.max();
    }

    public double mean() {
        return accumulator.mean();
    }

    /** Of the population. Costs a microsecond: it is worked out from the exact sums at each call. */
    public double stddev() {
        return accumulator.stddev();
    }

    /** Nearest rank, within 1 % relative; exact for up to eight readings. */
    public double quantile(double q) {
        return accumulator.quantile(q);
    }

    /** The earliest reading. */
    public Edge first() {
        return accumulator.first();
    }

    public Edge last() {
        return accumulator.last();
    }

    /** Xor of the mixes of the merged messages. */
    public long identities() {
        return accumulator.identities();
    }

    /** Adds all of this to another aggregate, of a site, the fleet or a longer window. */
    public void mergeInto(RollupAccumulator target) {
        target.merge(accumulator);
    }

    RollupAccumulator accumulator() {
        return accumulator;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RollupStats that && accumulator.equals(that.accumulator);
    }

    @Override
    public int hashCode() {
        return accumulator.hashCode();
    }

    @Override
    public String toString() {
        return accumulator.toString();
    }
}
