package io.sluice.api.hub;

import io.sluice.api.history.Changes;
import io.sluice.api.history.RollupPoint;
import io.sluice.api.history.StreamPosition;
import io.sluice.api.json.JsonBytes;
import io.sluice.model.rollup.SeriesKey;
import io.sluice.model.rollup.Tier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Server-Sent Events as text (WHATWG HTML, 9.2). The JSON holds no line breaks, so one data line is enough. */
final class EventText {
    static final ByteBuffer HEARTBEAT = ascii(": heartbeat\n\n");

    private static final String END = "\n\n";

    private EventText() {}

    static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] idLine(StreamPosition position) {
        return ("id: " + position.text() + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** An event without id. */
    static ByteBuffer event(String name, Consumer<JsonBytes> content) {
        JsonBytes text = new JsonBytes();
        event(text, name, content);
        return text.toBuffer();
    }

    static void event(JsonBytes text, String name, Consumer<JsonBytes> content) {
        text.text("event: " + name + "\ndata: ");
        content.accept(text);
        text.text(END);
    }

    /** How many of the windows are still held, and so written. */
    static int writeWindows(
            JsonBytes json, Tier tier, List<Changes.ChangedWindow> windows, Consumer<RollupPoint> seen) {
        int written = 0;
        json.beginArray();
        for (Changes.ChangedWindow window : windows) {
            RollupPoint point = window.ring().point(window.start());
            if (point != null) {
                writePoint(json, tier, window.ring().series(), point);
                seen.accept(point);
                written++;
            }
        }
        json.endArray();
        return written;
    }

    static void writePoint(JsonBytes json, Tier tier, SeriesKey series, RollupPoint point) {
        json.beginObject();
        json.name("site").value(series.device().site());
        json.name("device").value(series.device().device());
        json.name("metric").value(series.metric());
        json.name("tier").value(tier.label());
        point.writeTo(json);
        json.endObject();
    }
}
