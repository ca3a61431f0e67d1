package io.sluice.model.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.model.batch.proto.ColumnRecord;
import io.sluice.model.batch.proto.Predictor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NumberColumnsTest {

    @Test
    void aSlowSeriesIsSmallDifferencesOfDecimals() {
        ColumnRecord column = written(21.4, 21.7, 21.7, 22.1, 22, 22.3, 22.3, 22.7, 22.6, 22.9, 22.9);

        assertEquals(1, column.getExponent());
        assertEquals(Predictor.LAST, column.getPredictor());
        assertEquals(214, column.getBase());
        assertEquals(List.of(0L, 3L, 0L, 4L, -1L, 3L, 0L, 4L, -1L, 3L, 0L), column.getResidualsList());
    }

    @Test
    void aCounterIsALine() {
        double[] counter =
                IntStream.range(0, 20).mapToDouble(i -> 1000 + 250.0 * i).toArray();
        ColumnRecord column = written(counter);

        assertEquals(Predictor.LINEAR, column.getPredictor());
        assertEquals(250, column.getResiduals(1));
        assertTrue(column.getResidualsList().stream().skip(2).allMatch(r -> r == 0));
    }

    @Test
    void oneOddValueIsPatchedAndDoesNotSendTheColumnToRaw() {
        double[] values = DoubleStream.generate(() -> 21.4).limit(50).toArray();
        values[20] = 1.0 / 3;
        ColumnRecord column = written(values);

        assertEquals(1, column.getExponent());
        assertEquals(List.of(20), column.getExceptionPositionsList());
        assertEquals(0, column.getRawBitsCount());
    }

    @Test
    void floatsPrintedAsDoublesAreDecimalsOfSinglePrecision() {
        ColumnRecord column = written(5.827000141143799, 5.692999839782715, 5.1570000648498535, 9.243000030517578);

        assertTrue(column.getSinglePrecision());
        assertEquals(3, column.getExponent());
        assertEquals(0, column.getExceptionBitsCount());
    }

    @Test
    void seventeenDigitsStayRaw() {
        double[] values =
                IntStream.range(1, 40).mapToDouble(i -> Math.exp(5.0 * i)).toArray();
        ColumnRecord column = written(values);

        assertEquals(values.length, column.getRawBitsCount());
        assertEquals(0, column.getResidualsCount());
    }

    @Test
    void minusZeroAndTheExtremesComeBack() {
        written(-0.0, 0.0, Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE, 0x1p53, 0x1p53 + 2, -1e-18, 1e22);
    }

    @Test
    void aBlockStartsALineAnew() {
        boolean[] starts = {true, false, false, true, false, false};
        double[] values = {10, 20, 30, 500, 510, 520};
        ColumnRecord.Builder column = ColumnRecord.newBuilder();
        NumberColumns.write(values, starts, column);

        assertArrayEquals(values, NumberColumns.read(column.build(), starts, 6));
        assertEquals(Predictor.LINEAR, column.getPredictor());
        assertEquals(List.of(0L, 10L, 0L, 470L, 10L, 0L), column.getResidualsList());
    }

    /** Writes, and holds that reading gives the same bits. */
    private static ColumnRecord written(double... values) {
        boolean[] starts = new boolean[values.length];
        starts[0] = true;
        ColumnRecord.Builder column = ColumnRecord.newBuilder();
        NumberColumns.write(values, starts, column);
        double[] read = NumberColumns.read(column.build(), starts, values.length);
        assertArrayEquals(
                Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray(),
                Arrays.stream(read).mapToLong(Double::doubleToRawLongBits).toArray());
        return column.build();
    }
}
