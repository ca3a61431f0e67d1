package io.sluice.simulator.replay;

import io.sluice.simulator.replay.Layout.TimeScale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The recorded sets that are known by their first line. */
final class KnownLayouts {
    private static final Pattern ULB = Pattern.compile("\\d{13} \\d+ [\\d\\u00a0]+( [\\d,\\u00a0-]+){6}");

    private KnownLayouts() {}

    static Optional<Layout> of(String firstLine) {
        if (ULB.matcher(firstLine).matches()) {
            return Optional.of(ulb());
        }
        if (firstLine.startsWith("datetime;Accelerometer1RMS;")) {
            return Optional.of(table("skab", ';', firstLine, 0, 0));
        }
        if (firstLine.equals("timestamp,value")) {
            return Optional.of(table("nab", ',', firstLine, 0, 0));
        }
        if (firstLine.equals("reading,mote_id,indoor,humidity,temperature,label")) {
            return Optional.of(suthaharan());
        }
        if (firstLine.startsWith("\"date\",\"Temperature\",\"Humidity\"")) {
            // The rows have a column more than the header: their number.
            return Optional.of(table("occupancy", ',', firstLine.replace("\"", ""), 1, 1));
        }
        if (firstLine.startsWith("date,HUFL,")) {
            return Optional.of(table("ett", ',', firstLine, 0, 0));
        }
        return Optional.empty();
    }

    /** Arrival time, node, sequence number; then six sensors. Decimal comma; thousands parted by a no-break space. */
    private static Layout ulb() {
        Map<Integer, String> metrics = new TreeMap<>(Map.of(
                3, "internal-temperature",
                4, "internal-voltage",
                5, "humidity",
                6, "temperature",
                7, "par",
                8, "tsr"));
        return new Layout("ulb", ' ', ',', 0, 0, 1, -1, 2, metrics, TimeScale.MILLIS_OR_DATE_TIME, true);
    }

    /** Motes that measured every five seconds, side by side; the set gives the number of the reading for a time. */
    private static Layout suthaharan() {
        Map<Integer, String> metrics = new TreeMap<>(Map.of(2, "indoor", 3, "humidity", 4, "temperature", 5, "label"));
        return new Layout("suthaharan", ',', '.', 1, 0, 1, -1, 0, metrics, TimeScale.FIVE_SECOND_STEPS, true);
    }

    /** One device a file, metrics named by the header. */
    private static Layout table(String site, char separator, String header, int tsColumn, int shift) {
        Map<Integer, String> metrics = new TreeMap<>();
        String[] names = header.split(Pattern.quote(String.valueOf(separator)));
        for (int i = 1; i < names.length; i++) {
            metrics.put(i + shift, names[i]);
        }
        return new Layout(site, separator, '.', 1, tsColumn, -1, -1, -1, metrics, TimeScale.MILLIS_OR_DATE_TIME, false);
    }
}
