package io.sluice.model.batch;

import io.sluice.model.batch.proto.ColumnRecord;
import io.sluice.model.batch.proto.Predictor;
import java.util.Arrays;

/** One way of writing a column of numbers: mantissas at one exponent, patched where a value is no such decimal. */
final class DecimalColumn {
    private static final double BITS_PER_DIGIT = 3.32;
    private static final int BITS_PER_EXCEPTION = 80;
    private static final int SAMPLES = 32;

    private final double[] values;
    private final boolean[] starts;
    private final boolean single;
    /** Per value the smallest exponent that fits, -1 where none does. */
    private final byte[] smallest;

    private final int exponent;
    private final long[] mantissas;
    private final boolean[] exceptions;
    private int exceptionCount;
    private final long base;
    private final Predictor predictor;
    private final long bits;

    DecimalColumn(double[] values, boolean[] starts, boolean single) {
        this.values = values;
        this.starts = starts;
        this.single = single;
        this.smallest = new byte[values.length];
        this.exponent = chooseExponent();
        this.mantissas = new long[values.length];
        this.exceptions = new boolean[values.length];
        scale();
        long middle = middle();
        long first = values.length == 0 ? 0 : mantissas[0];
        long constant = cost(Predictor.CONSTANT, middle);
        long last = cost(Predictor.LAST, first);
        long linear = cost(Predictor.LINEAR, first);
        long least = Math.min(constant, Math.min(last, linear));
        this.predictor = least == last ? Predictor.LAST : least == linear ? Predictor.LINEAR : Predictor.CONSTANT;
        this.base = predictor == Predictor.CONSTANT ? middle : first;
        this.bits = least + (long) exceptionCount * BITS_PER_EXCEPTION;
    }

    /** Each further digit costs every value 3.3 bits; each value that needs more digits costs a patch. */
    private int chooseExponent() {
        int[] needed = new int[Decimals.MAX_EXPONENT + 1];
        int guess = 0;
        for (int i = 0; i < values.length; i++) {
            int least = Decimals.smallestExponent(values[i], guess, single);
            smallest[i] = (byte) least;
            if (least >= 0) {
                needed[least]++;
                guess = least;
            }
        }
        int best = 0;
        double bestCost = Double.MAX_VALUE;
        int fitting = 0;
        for (int e = 0; e < needed.length; e++) {
            fitting += needed[e];
            double cost = fitting * e * BITS_PER_DIGIT + (values.length - fitting) * BITS_PER_EXCEPTION;
            if (cost < bestCost) {
                bestCost = cost;
                best = e;
            }
        }
        return best;
    }

    private void scale() {
        for (int i = 0; i < values.length; i++) {
            int least = smallest[i];
            if (least >= 0 && least <= exponent && Decimals.isInRange(values[i], exponent)) {
                mantissas[i] = Decimals.raised(Decimals.mantissa(values[i], least), least, exponent);
            } else {
                exceptions[i] = true;
                exceptionCount++;
            }
        }
    }

    /** Of some: a base that is a little off costs a fraction of a bit. */
    private long middle() {
        int step = Math.max(1, values.length / SAMPLES);
        long[] sorted = new long[values.length / step + 1];
        int n = 0;
        for (int i = 0; i < values.length; i += step) {
            if (!exceptions[i]) {
                sorted[n++] = mantissas[i];
            }
        }
        Arrays.sort(sorted, 0, n);
        return sorted[n / 2];
    }

    private long cost(Predictor candidate, long candidateBase) {
        Prediction prediction = new Prediction(candidate, candidateBase);
        long cost = 0;
        for (int i = 0; i < values.length; i++) {
            long expected = prediction.next(starts[i]);
            long mantissa = exceptions[i] ? expected : mantissas[i];
            prediction.accept(mantissa);
            cost += bitsOf(mantissa - expected);
        }
        return cost;
    }

    /** Roughly what an entropy coder takes for a residual. */
    static int bitsOf(long residual) {
        return 1 + Long.SIZE - Long.numberOfLeadingZeros((residual << 1) ^ (residual >> 63));
    }

    long bits() {
        return bits;
    }

    /** A float has 7 digits or so; as a double it is printed with 16 or 17, which few or no short decimals have. */
    boolean looksLikePrintedFloats() {
        return exponent > 7 || exceptionCount > values.length / 8;
    }

    void writeTo(ColumnRecord.Builder column) {
        column.setExponent(exponent)
                .setSinglePrecision(single)
                .setPredictor(predictor)
                .setBase(base);
        Prediction prediction = new Prediction(predictor, base);
        int lastException = 0;
        for (int i = 0; i < values.length; i++) {
            long expected = prediction.next(starts[i]);
            long mantissa = mantissas[i];
            if (exceptions[i]) {
                mantissa = expected;
                column.addExceptionPositions(i - lastException);
                column.addExceptionBits(Double.doubleToRawLongBits(values[i]));
                lastException = i;
            }
            column.addResiduals(mantissa - expected);
            prediction.accept(mantissa);
        }
    }
}
