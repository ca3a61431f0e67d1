package io.sluice.simulator.replay;

import io.sluice.model.payload.draft.MetricName;
import io.sluice.simulator.replay.Layout.TimeScale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The columns of a recording that is not known: {@code ts=0,device=1,seq=2,temperature=3}. {@code ts} must be there;
 * every name but ts, device, epoch and seq is a metric.
 */
public final class ColumnSpec {
    private static final String SITE = "replay";
    private static final Set<String> NO_METRICS = Set.of("ts", "device", "epoch", "seq");

    private final Map<String, Integer> columns;

    private ColumnSpec(Map<String, Integer> columns) {
        this.columns = columns;
    }

    /** @throws IllegalArgumentException where the text is no such list */
    public static ColumnSpec parse(String text) {
        Map<String, Integer> columns = new TreeMap<>();
        for (String pair : text.split(",", -1)) {
            int equals = pair.lastIndexOf('=');
            if (equals < 1 || !pair.substring(equals + 1).matches("\\d{1,4}")) {
                throw new IllegalArgumentException("columns must be name=number,…, was " + text);
            }
            String name = pair.substring(0, equals);
            if (!MetricName.isValid(name)) {
                throw new IllegalArgumentException(
                        "metric must be 1 to 128 printable characters without # and +, was " + name);
            }
            if (columns.put(name, Integer.parseInt(pair.substring(equals + 1))) != null) {
                throw new IllegalArgumentException("columns must name each column once, was " + name + " again");
            }
        }
        if (!columns.containsKey("ts")) {
            throw new IllegalArgumentException("columns must name ts, was " + text);
        }
        return new ColumnSpec(columns);
    }

    Layout layout(char separator, char decimal, int headerLines) {
        Map<Integer, String> metrics = new TreeMap<>();
        columns.forEach((name, column) -> {
            if (!NO_METRICS.contains(name)) {
                metrics.put(column, name);
            }
        });
        return new Layout(
                SITE,
                separator,
                decimal,
                headerLines,
                columns.getOrDefault("ts", 0),
                columns.getOrDefault("device", -1),
                columns.getOrDefault("epoch", -1),
                columns.getOrDefault("seq", -1),
                metrics,
                TimeScale.MILLIS_OR_DATE_TIME,
                columns.containsKey("device"));
    }
}
