package io.sluice.model.batch;

import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.ReadingKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The messages of a batch that have one list of (metric, kind), while they are gathered. */
final class Shape {
    final String[] metrics;
    final ReadingKind[] kinds;
    final List<DeviceMessage> rows = new ArrayList<>();
    /** Per row, whether it is the first of its block in this shape. */
    private boolean[] starts = new boolean[16];

    private int lastBlock = -1;

    Shape(DeviceMessage message) {
        metrics = new String[message.size()];
        kinds = new ReadingKind[message.size()];
        Arrays.setAll(metrics, message::metric);
        Arrays.setAll(kinds, message::kind);
    }

    record Key(List<String> metrics, List<ReadingKind> kinds) {}

    Key key() {
        return new Key(List.of(metrics), List.of(kinds));
    }

    boolean fits(DeviceMessage message) {
        if (message.size() != metrics.length) {
            return false;
        }
        for (int i = 0; i < metrics.length; i++) {
            if (message.kind(i) != kinds[i] || !metrics[i].equals(message.metric(i))) {
                return false;
            }
        }
        return true;
    }

    void add(DeviceMessage message, int block) {
        if (rows.size() == starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length);
        }
        starts[rows.size()] = block != lastBlock;
        lastBlock = block;
        rows.add(message);
    }

    boolean[] starts() {
        return starts;
    }

    double[] numbers(int column) {
        double[] numbers = new double[rows.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = rows.get(i).number(column);
        }
        return numbers;
    }
}
