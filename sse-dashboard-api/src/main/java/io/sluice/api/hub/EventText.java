package io.sluice.api.hub;

import io.sluice.api.history.Changes;
import io.sluice.api.history.RollupPoint;
import io.sluice.api.history.StreamPosition;
import io.sluice.api.json.JsonBytes;
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

    /** The windows that are still held. */
    static void writeWindows(RollupWriter writer, List<Changes.ChangedWindow> windows, Consumer<RollupPoint> seen) {
        for (Changes.ChangedWindow window : windows) {
            RollupPoint point = window.ring().point(window.start());
            if (point != null) {
                writer.write(window.ring().series(), point);
                seen.accept(point);
            }
        }
        writer.end();
    }
}
