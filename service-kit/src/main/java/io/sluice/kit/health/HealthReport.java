package io.sluice.kit.health;

import java.util.List;
import java.util.stream.Collectors;

/** What all checks of one kind said; up when all are. */
public record HealthReport(List<Line> lines) {

    /** One check's answer. */
    public record Line(String name, HealthState state) {}

    public HealthReport {
        lines = List.copyOf(lines);
    }

    public boolean isUp() {
        return lines.stream().allMatch(line -> line.state().isUp());
    }

    /** {@code {"status":"down","checks":[{"name":"spool","status":"down","reason":"disk full"}]}}. */
    public String toJson() {
        return "{\"status\":\"" + status(isUp()) + "\",\"checks\":"
                + lines.stream().map(HealthReport::toJson).collect(Collectors.joining(",", "[", "]}"));
    }

    private static String toJson(Line line) {
        String head = "{\"name\":" + quoted(line.name()) + ",\"status\":\""
                + status(line.state().isUp()) + "\"";
        return line.state().reason().isEmpty()
                ? head + "}"
                : head + ",\"reason\":" + quoted(line.state().reason()) + "}";
    }

    private static String status(boolean up) {
        return up ? "up" : "down";
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20) {
                json.append("\\u00").append(c < 0x10 ? "0" : "").append(Integer.toHexString(c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
