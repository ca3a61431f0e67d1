package io.sluice.model.batch;

import io.sluice.model.batch.proto.ColumnRecord;
import io.sluice.model.batch.proto.Predictor;
import java.util.Arrays;

/** Columns of numbers: exact decimals, single-precision decimals, or raw bits, whichever takes least. */
final class NumberColumns {
    private NumberColumns() {}

    static void write(double[] values, boolean[] starts, ColumnRecord.Builder column) {
        requireFinite(values);
        DecimalColumn best = new DecimalColumn(values, starts, false);
        if (best.looksLikePrintedFloats()) {
            DecimalColumn single = new DecimalColumn(values, starts, true);
            best = single.bits() < best.bits() ? single : best;
        }
        if (best.bits() < (long) Long.SIZE * values.length) {
            best.writeTo(column);
        } else {
            for (double value : values) {
                column.addRawBits(Double.doubleToRawLongBits(value));
            }
        }
    }

    private static void requireFinite(double[] values) {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("number must be finite, was " + value);
            }
        }
    }

    static double[] read(ColumnRecord column, boolean[] starts, int rows) {
        double[] values = new double[rows];
        if (column.getRawBitsCount() > 0) {
            Checks.count("raw_bits", column.getRawBitsCount(), rows);
            Arrays.setAll(values, i -> finite(column.getRawBits(i)));
            return values;
        }
        Checks.count("residuals", column.getResidualsCount(), rows);
        int exponent = column.getExponent();
        if (exponent < 0 || exponent > Decimals.MAX_EXPONENT) {
            throw new CorruptBatchException(
                    "exponent must be <= " + Decimals.MAX_EXPONENT + ", was " + Integer.toUnsignedString(exponent));
        }
        if (column.getPredictor() == Predictor.UNRECOGNIZED) {
            throw new CorruptBatchException("predictor must be known, was " + column.getPredictorValue());
        }
        Prediction prediction = new Prediction(column.getPredictor(), column.getBase());
        for (int i = 0; i < rows; i++) {
            long mantissa = column.getResiduals(i) + prediction.next(starts[i]);
            prediction.accept(mantissa);
            values[i] = Decimals.value(mantissa, exponent, column.getSinglePrecision());
        }
        patch(column, values);
        return values;
    }

    private static void patch(ColumnRecord column, double[] values) {
        Checks.count("exception_bits", column.getExceptionBitsCount(), column.getExceptionPositionsCount());
        long position = 0;
        for (int i = 0; i < column.getExceptionPositionsCount(); i++) {
            position += Integer.toUnsignedLong(column.getExceptionPositions(i));
            if (position >= values.length) {
                throw new CorruptBatchException("exception position must be < " + values.length + ", was " + position);
            }
            values[(int) position] = finite(column.getExceptionBits(i));
        }
    }

    private static double finite(long bits) {
        double value = Double.longBitsToDouble(bits);
        if (!Double.isFinite(value)) {
            throw new CorruptBatchException("number must be finite, was " + value);
        }
        return value;
    }
}
