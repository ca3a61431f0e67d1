package io.sluice.simulator.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A place in the file, which knows its path. What breaks a rule is reported there and read as the fallback, so that one
 * reading finds every fault.
 */
final class Node {
    private final JsonNode json;
    private final String path;
    private final Faults faults;
    private final Set<String> known = new LinkedHashSet<>();

    Node(JsonNode json, String path, Faults faults) {
        this.json = json;
        this.path = path;
        this.faults = faults;
    }

    String path() {
        return path;
    }

    boolean isMap() {
        return json.isObject();
    }

    boolean isList() {
        return json.isArray();
    }

    boolean isNumber() {
        return json.isNumber();
    }

    boolean isText() {
        return json.isTextual();
    }

    String text() {
        return json.asText();
    }

    double number() {
        return json.asDouble();
    }

    void fault(String rule) {
        faults.add(path, rule, json.isContainerNode() ? json.toString() : json.asText());
    }

    boolean requireMap() {
        if (!json.isObject()) {
            fault("must be a map");
        }
        return json.isObject();
    }

    /** Null where the key is not there. */
    @Nullable
    Node at(String key) {
        known.add(key);
        JsonNode child = json.get(key);
        return child == null ? null : new Node(child, path.isEmpty() ? key : path + "." + key, faults);
    }

    boolean has(String key) {
        known.add(key);
        return json.has(key);
    }

    Map<String, Node> entries() {
        Map<String, Node> entries = new LinkedHashMap<>();
        json.fieldNames().forEachRemaining(key -> {
            Node child = at(key);
            if (child != null) {
                entries.put(key, child);
            }
        });
        return entries;
    }

    List<Node> items() {
        List<Node> items = new ArrayList<>();
        for (int i = 0; i < json.size(); i++) {
            items.add(new Node(json.get(i), path + "[" + i + "]", faults));
        }
        return items;
    }

    /** To be called last: every key that nobody asked for is a fault. */
    void allKnown() {
        json.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                faults.add(path.isEmpty() ? key : path + "." + key, "must be one of " + known, key);
            }
        });
    }
}
