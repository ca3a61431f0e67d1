package io.sluice.model.batch;

import io.sluice.model.batch.proto.ColumnRecord;
import io.sluice.model.batch.proto.ShapeRecord;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.Provenance;
import io.sluice.model.message.ReadingKind;
import io.sluice.model.payload.draft.MetricName;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The columns of one shape, read. Messages share the metric and kind arrays. */
final class ShapeColumns {
    private final String[] metrics;
    private final ReadingKind[] kinds;
    private final double[][] numbers;
    private final @Nullable String[] @Nullable [] texts;
    private final boolean hasText;

    ShapeColumns(ShapeRecord shape, int rows, boolean[] starts, IntFunction<String> names) {
        int columns = shape.getColumnsCount();
        metrics = new String[columns];
        kinds = new ReadingKind[columns];
        numbers = new double[columns][];
        texts = new String[columns][];
        Set<String> distinct = new HashSet<>();
        boolean anyText = false;
        for (int i = 0; i < columns; i++) {
            ColumnRecord column = shape.getColumns(i);
            metrics[i] = names.apply(column.getMetric());
            kinds[i] = BatchEncoder.kind(column.getKind());
            if (!MetricName.isValid(metrics[i]) || !distinct.add(metrics[i])) {
                throw new CorruptBatchException(
                        "metrics of a message must be valid and distinct, column " + i + " was not");
            }
            switch (kinds[i]) {
                case NUMBER -> numbers[i] = NumberColumns.read(column, starts, rows);
                case BOOLEAN -> numbers[i] = bits(column, rows);
                case TEXT -> {
                    numbers[i] = new double[rows];
                    texts[i] = texts(column, rows, names);
                    anyText = true;
                }
            }
        }
        hasText = anyText;
    }

    private static double[] bits(ColumnRecord column, int rows) {
        Checks.count("bits", column.getBits().size(), (rows + 7) / 8);
        double[] values = new double[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = BatchDecoder.isSet(column.getBits(), i) ? 1 : 0;
        }
        return values;
    }

    private static String[] texts(ColumnRecord column, int rows, IntFunction<String> names) {
        Checks.count("texts", column.getTextsCount(), rows);
        String[] read = new String[rows];
        for (int i = 0; i < rows; i++) {
            read[i] = names.apply(column.getTexts(i));
        }
        return read;
    }

    DeviceMessage message(int row, DeviceId device, String epoch, long seq, long ts, Provenance provenance) {
        double[] values = new double[metrics.length];
        String[] textValues = hasText ? new String[metrics.length] : null;
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers[i][row];
            String[] column = texts[i];
            if (textValues != null && column != null) {
                textValues[i] = column[row];
            }
        }
        return new DeviceMessage(device, epoch, seq, ts, provenance, metrics, kinds, values, textValues);
    }
}
