package io.sluice.model.rollup;

import org.jspecify.annotations.Nullable;

/**
 * The growing aggregate of one series over one window. Adding and merging commute: every order gives the same count,
 * sums, quantiles, edges and identities, to the last bit. Reusable through {@link #clear()}; not thread-safe.
 */
public final class RollupAccumulator {
    private long count;
    private final ExactSum sum;
    private final ExactSum squares;
    private final QuantileSketch sketch;
    private double min;
    private double max;
    private long firstTs;
    private long firstSeq;
    private long firstMix;
    private double first;
    private long lastTs;
    private long lastSeq;
    private long lastMix;
    private double last;
    private long identities;

    public RollupAccumulator() {
        this(new ExactSum(), new ExactSum(), new QuantileSketch());
    }

    private RollupAccumulator(ExactSum sum, ExactSum squares, QuantileSketch sketch) {
        this.sum = sum;
        this.squares = squares;
        this.sketch = sketch;
    }

    /** An accumulator as it was when its terms were read from it; they are handed over, not copied. */
    static RollupAccumulator of(
            ExactSum sum, ExactSum squares, QuantileSketch sketch, double min, double max, Edge first, Edge last) {
        RollupAccumulator accumulator = new RollupAccumulator(sum, squares, sketch);
        accumulator.count = sketch.count();
        accumulator.min = min;
        accumulator.max = max;
        accumulator.setFirst(first.tsMillis(), first.seq(), first.mix(), first.value());
        accumulator.setLast(last.tsMillis(), last.seq(), last.mix(), last.value());
        return accumulator;
    }

    RollupAccumulator withIdentities(long xor) {
        identities = xor;
        return this;
    }

    /**
     * @param value finite
     * @param mix the message's identity, {@link io.sluice.model.identity.IdentityMix}
     */
    public void add(double value, long tsMillis, long seq, long mix) {
        double v = value + 0.0; // -0 and 0 are one value
        sum.add(v);
        squares.addSquare(v);
        sketch.add(v);
        identities ^= mix;
        if (count++ == 0) {
            min = v;
            max = v;
            setFirst(tsMillis, seq, mix, v);
            setLast(tsMillis, seq, mix, v);
            return;
        }
        min = Math.min(min, v);
        max = Math.max(max, v);
        if (Edge.compare(tsMillis, seq, mix, firstTs, firstSeq, firstMix) < 0) {
            setFirst(tsMillis, seq, mix, v);
        }
        if (Edge.compare(tsMillis, seq, mix, lastTs, lastSeq, lastMix) > 0) {
            setLast(tsMillis, seq, mix, v);
        }
    }

    public void merge(RollupAccumulator other) {
        if (other.count == 0) {
            return;
        }
        sum.merge(other.sum);
        squares.merge(other.squares);
        sketch.merge(other.sketch);
        identities ^= other.identities;
        boolean empty = count == 0;
        count += other.count;
        min = empty ? other.min : Math.min(min, other.min);
        max = empty ? other.max : Math.max(max, other.max);
        if (empty || Edge.compare(other.firstTs, other.firstSeq, other.firstMix, firstTs, firstSeq, firstMix) < 0) {
            setFirst(other.firstTs, other.firstSeq, other.firstMix, other.first);
        }
        if (empty || Edge.compare(other.lastTs, other.lastSeq, other.lastMix, lastTs, lastSeq, lastMix) > 0) {
            setLast(other.lastTs, other.lastSeq, other.lastMix, other.last);
        }
    }

    /** Empties it and keeps its arrays. */
    public void clear() {
        count = 0;
        sum.clear();
        squares.clear();
        sketch.clear();
        identities = 0;
    }

    public RollupAccumulator copy() {
        RollupAccumulator copy = new RollupAccumulator(sum.copy(), squares.copy(), sketch.copy());
        copy.count = count;
        copy.min = min;
        copy.max = max;
        copy.setFirst(firstTs, firstSeq, firstMix, first);
        copy.setLast(lastTs, lastSeq, lastMix, last);
        copy.identities = identities;
        return copy;
    }

    public long count() {
        return count;
    }

    /** Unspecified while empty, as are max, first and last. */
    public double min() {
        return min;
    }

    public double max() {
        return max;
    }

    public Edge first() {
        return new Edge(firstTs, firstSeq, firstMix, first);
    }

    public Edge last() {
        return new Edge(lastTs, lastSeq, lastMix, last);
    }

    public long identities() {
        return identities;
    }

    /** The nearest double; infinite where the true sum is beyond their range. */
    public double sum() {
        return sum.value();
    }

    public double mean() {
        double rounded = sum.value();
        // The mean of finite values is finite though their sum may not be.
        return Double.isInfinite(rounded) ? sum.scaled(-64).value() / count * 0x1p64 : rounded / count;
    }

    /**
     * The population's standard deviation, sqrt(count · squares − sum²) / count. The difference is taken of the exact
     * sums, without rounding, so that it neither cancels nor depends on order. Scaled beforehand, so that products stay
     * in range.
     */
    public double stddev() {
        int exponent = Math.max(sum.exponent(), squares.exponent() / 2);
        ExactSum scaledSum = sum.scaled(-exponent);
        ExactSum difference = new ExactSum();
        ExactSum factor = new ExactSum();
        factor.add(count);
        difference.addProduct(squares.scaled(-2 * exponent), factor, 1);
        difference.addProduct(scaledSum, scaledSum, -1);
        return Math.scalb(Math.sqrt(Math.max(0, difference.value())) / count, exponent);
    }

    /** Nearest rank, within 1 % relative. */
    public double quantile(double q) {
        return Math.max(min, Math.min(max, sketch.quantile(q)));
    }

    ExactSum exactSum() {
        return sum;
    }

    ExactSum exactSquares() {
        return squares;
    }

    QuantileSketch sketch() {
        return sketch;
    }

    private void setFirst(long ts, long seq, long mix, double value) {
        firstTs = ts;
        firstSeq = seq;
        firstMix = mix;
        first = value;
    }

    private void setLast(long ts, long seq, long mix, double value) {
        lastTs = ts;
        lastSeq = seq;
        lastMix = mix;
        last = value;
    }

    /** Whether both hold the same, whatever way it came about. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RollupAccumulator that && count == that.count && (count == 0 || sameContent(that));
    }

    private boolean sameContent(RollupAccumulator that) {
        return min == that.min
                && max == that.max
                && identities == that.identities
                && first().equals(that.first())
                && last().equals(that.last())
                && sum.equals(that.sum)
                && squares.equals(that.squares)
                && sketch.equals(that.sketch);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(count * 31 + identities);
    }

    @Override
    public String toString() {
        return "count " + count + " sum " + sum + " min " + min + " max " + max;
    }
}
