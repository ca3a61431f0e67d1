package io.sluice.launcher.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** Puts the server-sent events of a viewer together, line by line, over all its connections. For one thread. */
final class EventReader {
    /**
     * @param name empty where it has none
     * @param id its own, or the last before it on the connection, or where that one resumed from; null for none of
     *     these
     */
    record Event(String name, JsonNode data, @Nullable String id) {}

    private final ObjectMapper json = new ObjectMapper();
    private final StringBuilder data = new StringBuilder();
    private String name = "";
    private @Nullable String id;

    /**
     * A connection begins: what was cut off on the one before does not count.
     *
     * @param lastEventId where it resumes from, null for nowhere
     */
    void connected(@Nullable String lastEventId) {
        id = lastEventId;
        clear();
    }

    /**
     * @return the event that is whole with this line, null where none is
     * @throws IllegalArgumentException where its data is no JSON
     */
    @Nullable
    Event line(String line) {
        if (line.startsWith("event: ")) {
            name = line.substring("event: ".length());
        } else if (line.startsWith("id: ")) {
            id = line.substring("id: ".length());
        } else if (line.startsWith("data: ")) {
            data.append(line, "data: ".length(), line.length());
        } else if (line.isEmpty() && data.length() > 0) {
            Event whole = new Event(name, parsed(data.toString()), id);
            clear();
            return whole;
        }
        return null;
    }

    private JsonNode parsed(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("data of an event must be JSON, was " + text, e);
        }
    }

    private void clear() {
        data.setLength(0);
        name = "";
    }
}
