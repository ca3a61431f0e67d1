package io.sluice.model.rollup;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A sum of doubles without rounding, so that it depends on neither order nor grouping. Shewchuk's growing expansions
 * (<i>Adaptive Precision Floating-Point Arithmetic</i>, 1997), as in Python's {@code math.fsum}: the total is held as a
 * few doubles that do not overlap, one or two for ordinary telemetry. Adding allocates only when the expansion grows.
 *
 * <p>Nothing turns into NaN by overflow: what could overflow is summed apart, in units of 2^1200, and {@link #value()}
 * is infinite only where the true sum lies beyond the doubles. Squares of magnitudes below 2^-480 lose their lowest
 * bits to underflow; the loss depends on the value alone, never on the order. Not thread-safe.
 */
public final class ExactSum {
    /** Below this, 2^63 terms cannot overflow. */
    private static final double HUGE = 0x1p960;

    private static final double HUGE_ROOT = 0x1p480;

    /** The upper sum's unit is 2 to this: it brings both the largest double and its square far below HUGE. */
    private static final int UNIT = 1200;

    private static final double[] NONE = {};

    private double[] parts = NONE;
    private int size;
    private @Nullable ExactSum upper;

    /** @param value finite */
    public void add(double value) {
        if (Math.abs(value) < HUGE) {
            addPart(value);
        } else {
            upper().addPart(Math.scalb(checked(value), -UNIT));
        }
    }

    /**
     * Adds the exact square, as the rounded product and its error.
     *
     * @param value finite
     */
    public void addSquare(double value) {
        if (Math.abs(value) < HUGE_ROOT) {
            addProduct(value, value);
        } else {
            double scaled = Math.scalb(checked(value), -UNIT / 2);
            upper().addProduct(scaled, scaled);
        }
    }

    public void merge(ExactSum other) {
        for (int i = 0; i < other.size; i++) {
            addPart(other.parts[i]);
        }
        if (other.upper != null) {
            upper().merge(other.upper);
        }
    }

    /** The double nearest to the true sum, infinite beyond their range. */
    public double value() {
        if (upper == null) {
            return rounded();
        }
        double above = upper.rounded();
        if (Math.abs(above) >= 0x1p-175) {
            return above * Double.POSITIVE_INFINITY;
        }
        ExactSum quarter = scaled(-2);
        return quarter.rounded() * 4;
    }

    public boolean isZero() {
        return size == 0 && (upper == null || upper.size == 0);
    }

    public ExactSum copy() {
        ExactSum copy = new ExactSum();
        copy.parts = size == 0 ? NONE : Arrays.copyOf(parts, size);
        copy.size = size;
        copy.upper = upper == null ? null : upper.copy();
        return copy;
    }

    void clear() {
        size = 0;
        upper = null;
    }

    /**
     * The sum as doubles of falling magnitude, each the nearest to what the former leave; the first is the rounded sum.
     * Equal sums have equal parts, however they came about. What was summed apart is in {@link #upperParts()}.
     */
    public double[] parts() {
        if (size == 0) {
            return NONE;
        }
        if (size == 1) {
            return new double[] {parts[0]};
        }
        if (size == 2 && parts[1] + parts[0] == parts[1]) {
            return new double[] {parts[1], parts[0]};
        }
        return canonicalParts();
    }

    /** As {@link #parts()}, in units of 2^1200; empty unless magnitudes beyond 2^960 (squares: 2^480) were added. */
    public double[] upperParts() {
        return upper == null ? NONE : upper.parts();
    }

    static ExactSum ofParts(double[] parts, double[] upperParts) {
        ExactSum sum = new ExactSum();
        for (double part : parts) {
            sum.addPart(part);
        }
        for (double part : upperParts) {
            sum.upper().addPart(part);
        }
        return sum;
    }

    /** This sum times 2^exponent, as far as its parts stay in the range of the doubles. */
    ExactSum scaled(int exponent) {
        ExactSum scaled = new ExactSum();
        for (int i = 0; i < size; i++) {
            scaled.addPart(Math.scalb(parts[i], exponent));
        }
        for (int i = 0; upper != null && i < upper.size; i++) {
            scaled.addPart(Math.scalb(upper.parts[i], exponent + UNIT));
        }
        return scaled;
    }

    /** The binary exponent of the sum's magnitude, about. */
    int exponent() {
        if (upper != null && upper.size > 0) {
            return UNIT + Math.getExponent(upper.rounded());
        }
        return size == 0 ? Double.MIN_EXPONENT : Math.getExponent(rounded());
    }

    /** Adds left · right exactly: Dekker's product by fused multiply-add. */
    void addProduct(double left, double right) {
        double product = left * right;
        addPart(product);
        addPart(Math.fma(left, right, -product));
    }

    /** Adds left · right of every pair of parts. */
    void addProduct(ExactSum left, ExactSum right, double sign) {
        for (int i = 0; i < left.size; i++) {
            for (int j = 0; j < right.size; j++) {
                addProduct(sign * left.parts[i], right.parts[j]);
            }
        }
    }

    private void addPart(double value) {
        if (value == 0) {
            return;
        }
        double x = value;
        int kept = 0;
        for (int i = 0; i < size; i++) {
            double y = parts[i];
            double high = x + y;
            double ofY = high - x;
            double low = (x - (high - ofY)) + (y - ofY);
            if (low != 0) {
                parts[kept++] = low;
            }
            x = high;
        }
        keep(kept, x);
    }

    private void keep(int kept, double x) {
        size = kept;
        if (x == 0) {
            return;
        }
        if (kept == parts.length) {
            parts = Arrays.copyOf(parts, kept + 2);
        }
        parts[kept] = x;
        size = kept + 1;
    }

    /** Sums the parts from the largest down; where a part is half an ulp, the ones below decide which way it rounds. */
    private double rounded() {
        int left = size;
        if (left == 0) {
            return 0;
        }
        double high = parts[--left];
        double low = 0;
        while (left > 0 && low == 0) {
            double x = high;
            double y = parts[--left];
            high = x + y;
            low = y - (high - x);
        }
        if (left > 0 && low != 0 && Math.signum(low) == Math.signum(parts[left - 1])) {
            double twice = low * 2;
            double up = high + twice;
            if (twice == up - high) {
                return up;
            }
        }
        return high;
    }

    private double[] canonicalParts() {
        ExactSum rest = new ExactSum();
        rest.parts = Arrays.copyOf(parts, size);
        rest.size = size;
        double[] canonical = new double[size + 1];
        int count = 0;
        while (rest.size > 0) {
            double next = rest.rounded();
            if (count == canonical.length) {
                canonical = Arrays.copyOf(canonical, count + 2);
            }
            canonical[count++] = next;
            rest.addPart(-next);
        }
        return Arrays.copyOf(canonical, count);
    }

    private static double checked(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("value must be finite, was " + value);
        }
        return value;
    }

    private ExactSum upper() {
        if (upper == null) {
            upper = new ExactSum();
        }
        return upper;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ExactSum that
                && Arrays.equals(parts(), that.parts())
                && Arrays.equals(upperParts(), that.upperParts());
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(parts()) + Arrays.hashCode(upperParts());
    }

    @Override
    public String toString() {
        return Double.toString(value());
    }
}
