package io.sluice.ingest.twin;

import io.sluice.ingest.row.RowReader;
import io.sluice.ingest.row.RowWriter;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.ReadingKind;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The newest value of each metric of a device, as many and as long as a twin may hold. Belongs to its twin. */
final class LastValues {
    /** Beyond it the metric with the oldest value makes room: metric names are the device's to invent. */
    static final int MAX_METRICS = 1_000;

    static final int MAX_TEXT_LENGTH = 256;

    /** Of its JSON, which has to fit into a record of Kafka's, uncompressed. */
    static final int MAX_JSON_BYTES = 768 << 10;

    /** What the JSON of a value takes beside its texts. */
    private static final int ENTRY_BYTES = 72;

    private static final ReadingKind[] KINDS = ReadingKind.values();

    private final Map<String, LastValue> values = new TreeMap<>();
    private long jsonBytes;

    /** As {@link #write} has left them, which is the same in every version of a twin's row. */
    void read(RowReader in) {
        int count = in.count();
        for (int i = 0; i < count; i++) {
            String metric = in.text();
            ReadingKind kind = KINDS[(int) in.unsigned()];
            boolean isText = kind == ReadingKind.TEXT;
            put(
                    metric,
                    new LastValue(
                            kind,
                            isText ? 0 : Double.longBitsToDouble(in.fixed()),
                            isText ? in.text() : "",
                            in.fixed()));
        }
        makeRoom(); // a row of before may be larger
    }

    void write(RowWriter out) {
        out.unsigned(values.size());
        values.forEach((metric, value) -> write(out, metric, value));
    }

    private static void write(RowWriter out, String metric, LastValue value) {
        out.text(metric).unsigned(value.kind().ordinal());
        if (value.kind() == ReadingKind.TEXT) {
            out.text(value.text());
        } else {
            out.fixed(Double.doubleToRawLongBits(value.number()));
        }
        out.fixed(value.tsMillis());
    }

    /** There may be too many after it, until {@link #makeRoom}. */
    void take(DeviceMessage message) {
        for (int i = 0; i < message.size(); i++) {
            LastValue known = values.get(message.metric(i));
            if (known == null || message.tsMillis() >= known.tsMillis()) {
                put(message.metric(i), valueOf(message, i));
            }
        }
    }

    private void put(String metric, LastValue value) {
        LastValue before = values.put(metric, value);
        jsonBytes += jsonBytes(metric, value) - (before == null ? 0 : jsonBytes(metric, before));
    }

    /** Once for all that arrived together: it looks at every value, and a device may bring a thousand new metrics. */
    void makeRoom() {
        if (isWithinBounds()) {
            return;
        }
        List<String> stalest = values.entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> entry.getValue().tsMillis()))
                .map(Map.Entry::getKey)
                .toList();
        for (int i = 0; !isWithinBounds(); i++) {
            String metric = stalest.get(i);
            LastValue gone = values.remove(metric);
            jsonBytes -= gone == null ? 0 : jsonBytes(metric, gone);
        }
    }

    private boolean isWithinBounds() {
        return values.size() <= MAX_METRICS && jsonBytes <= MAX_JSON_BYTES;
    }

    private static long jsonBytes(String metric, LastValue value) {
        return ENTRY_BYTES + jsonBytes(metric) + jsonBytes(value.text());
    }

    private static long jsonBytes(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            bytes += jsonBytes(text.charAt(i));
        }
        return bytes;
    }

    /** Controls and halves of pairs are written as an escape, quotes and backslashes with one more. */
    private static int jsonBytes(char c) {
        if (c < ' ' || Character.isSurrogate(c)) {
            return 6;
        }
        return c == '"' || c == '\\' ? 2 : c < 0x80 ? 1 : 3;
    }

    private static LastValue valueOf(DeviceMessage message, int i) {
        String text = message.text(i);
        return new LastValue(
                message.kind(i), message.number(i), text == null ? "" : shortened(text), message.tsMillis());
    }

    private static String shortened(String text) {
        if (text.length() <= MAX_TEXT_LENGTH) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_TEXT_LENGTH - 1)) ? MAX_TEXT_LENGTH - 1 : MAX_TEXT_LENGTH;
        return text.substring(0, end);
    }

    /** By metric. */
    Map<String, LastValue> byMetric() {
        return Collections.unmodifiableMap(values);
    }
}
