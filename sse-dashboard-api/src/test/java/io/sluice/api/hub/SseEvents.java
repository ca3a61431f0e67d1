package io.sluice.api.hub;

import io.sluice.api.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads an event stream as a browser does. */
public final class SseEvents {
    private SseEvents() {}

    /**
     * One event.
     *
     * @param lastEventId the id that a browser would send if the stream ended after this event
     */
    public record Event(String name, String data, String lastEventId) {
        public List<Map<String, Object>> points() {
            return JsonTree.array(JsonTree.parse(data));
        }
    }

    public static List<Event> parse(String text) {
        List<Event> events = new ArrayList<>();
        String name = "";
        String data = "";
        String id = "";
        // An event counts once its empty line is there.
        String whole = text.substring(0, Math.max(0, text.lastIndexOf("\n\n") + 2));
        for (String line : whole.split("\n", -1)) {
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    events.add(new Event(name, data, id));
                }
                name = "";
                data = "";
            } else if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data += line.substring(6);
            } else if (line.startsWith("id: ")) {
                id = line.substring(4);
            }
        }
        return events;
    }
}
