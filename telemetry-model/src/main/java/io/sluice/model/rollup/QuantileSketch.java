package io.sluice.model.rollup;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Quantiles within 1 % relative: the values themselves while there are at most {@value #MAX_RAW}, log buckets from then
 * on ({@link LogScale}; positives, negatives and zeros apart). What it holds depends on the values alone, so merging is
 * deterministic and free of order. Not thread-safe.
 */
public final class QuantileSketch {
    static final int MAX_RAW = 8;
    private static final double[] NONE = {};

    private double[] raw = NONE;
    private int rawSize;
    private boolean bucketed;
    private long zeros;
    private @Nullable LogBuckets positives;
    private @Nullable LogBuckets negatives;

    /** @param value finite */
    public void add(double value) {
        if (!bucketed && rawSize == MAX_RAW) {
            toBuckets();
        }
        if (bucketed) {
            addToBucket(value);
        } else {
            addRaw(value + 0.0); // -0 and 0 are one value
        }
    }

    public void merge(QuantileSketch other) {
        if (other.bucketed) {
            mergeBuckets(other);
            return;
        }
        for (int i = 0; i < other.rawSize; i++) {
            add(other.raw[i]);
        }
    }

    public long count() {
        return rawSize + zeros + total(positives) + total(negatives);
    }

    /**
     * The value of nearest rank: the smallest that at least q of all values do not exceed.
     *
     * @param q 0 to 1
     * @return NaN for an empty sketch
     */
    public double quantile(double q) {
        if (!(q >= 0 && q <= 1)) {
            throw new IllegalArgumentException("q must be 0 to 1, was " + q);
        }
        long count = count();
        long rank = Math.max(1, (long) Math.ceil(q * count));
        if (count == 0) {
            return Double.NaN;
        }
        return bucketed ? bucketAt(rank) : raw[(int) rank - 1];
    }

    public QuantileSketch copy() {
        QuantileSketch copy = new QuantileSketch();
        copy.raw = rawSize == 0 ? NONE : Arrays.copyOf(raw, rawSize);
        copy.rawSize = rawSize;
        copy.bucketed = bucketed;
        copy.zeros = zeros;
        copy.positives = positives == null ? null : positives.copy();
        copy.negatives = negatives == null ? null : negatives.copy();
        return copy;
    }

    void clear() {
        rawSize = 0;
        bucketed = false;
        zeros = 0;
        positives = null;
        negatives = null;
    }

    boolean isBucketed() {
        return bucketed;
    }

    /** The values, ascending; empty once bucketed. */
    double[] raw() {
        return Arrays.copyOf(raw, rawSize);
    }

    long zeros() {
        return zeros;
    }

    @Nullable
    LogBuckets positives() {
        return positives;
    }

    @Nullable
    LogBuckets negatives() {
        return negatives;
    }

    static QuantileSketch ofBuckets(long zeros, @Nullable LogBuckets positives, @Nullable LogBuckets negatives) {
        QuantileSketch sketch = new QuantileSketch();
        sketch.bucketed = true;
        sketch.zeros = zeros;
        sketch.positives = positives;
        sketch.negatives = negatives;
        return sketch;
    }

    private void addRaw(double value) {
        if (rawSize == raw.length) {
            raw = Arrays.copyOf(raw, rawSize == 0 ? 1 : rawSize * 2);
        }
        int at = rawSize++;
        while (at > 0 && raw[at - 1] > value) {
            raw[at] = raw[at - 1];
            at--;
        }
        raw[at] = value;
    }

    private void toBuckets() {
        bucketed = true;
        for (int i = 0; i < rawSize; i++) {
            addToBucket(raw[i]);
        }
        raw = NONE;
        rawSize = 0;
    }

    private void addToBucket(double value) {
        if (value > 0) {
            positives = orNew(positives);
            positives.add(LogScale.index(value), 1);
        } else if (value < 0) {
            negatives = orNew(negatives);
            negatives.add(LogScale.index(-value), 1);
        } else {
            zeros++;
        }
    }

    private void mergeBuckets(QuantileSketch other) {
        if (!bucketed) {
            toBuckets();
        }
        zeros += other.zeros;
        if (other.positives != null) {
            positives = orNew(positives);
            positives.merge(other.positives);
        }
        if (other.negatives != null) {
            negatives = orNew(negatives);
            negatives.merge(other.negatives);
        }
    }

    private double bucketAt(long rank) {
        long left = rank;
        for (int i = size(negatives) - 1; i >= 0 && negatives != null; i--) {
            left -= negatives.count(i);
            if (left <= 0) {
                return -LogScale.value(negatives.index(i));
            }
        }
        left -= zeros;
        if (left <= 0 || positives == null) {
            return 0;
        }
        int i = 0;
        while (left > positives.count(i)) {
            left -= positives.count(i++);
        }
        return LogScale.value(positives.index(i));
    }

    private static LogBuckets orNew(@Nullable LogBuckets buckets) {
        return buckets == null ? new LogBuckets() : buckets;
    }

    private static int size(@Nullable LogBuckets buckets) {
        return buckets == null ? 0 : buckets.size();
    }

    private static long total(@Nullable LogBuckets buckets) {
        return buckets == null ? 0 : buckets.total();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof QuantileSketch that
                && bucketed == that.bucketed
                && zeros == that.zeros
                && Arrays.equals(raw(), that.raw())
                && orNew(positives).equals(orNew(that.positives))
                && orNew(negatives).equals(orNew(that.negatives));
    }

    @Override
    public int hashCode() {
        return Long.hashCode(count());
    }
}
