package io.sluice.simulator.mqtt;

import io.sluice.model.identity.DeviceId;
import java.nio.charset.StandardCharsets;

/** Writes the JSON of one message, member by member. Doubles in the shortest form that reads back to the same bits. */
public final class TelemetryJson {
    private final StringBuilder json = new StringBuilder(128);
    private boolean first = true;

    public TelemetryJson(long tsMillis, String epoch, long seq) {
        json.append("{\"ts\":").append(tsMillis).append(",\"epoch\":\"").append(epoch);
        json.append("\",\"seq\":").append(seq).append(",\"values\":{");
    }

    /** Of a device that does not number its messages. */
    public TelemetryJson(long tsMillis) {
        json.append("{\"ts\":").append(tsMillis).append(",\"values\":{");
    }

    public TelemetryJson number(String metric, double value) {
        name(metric);
        long whole = (long) value;
        if (Double.doubleToRawLongBits(whole) == Double.doubleToRawLongBits(value) && Math.abs(value) < 1e15) {
            json.append(whole);
        } else {
            json.append(value);
        }
        return this;
    }

    public TelemetryJson flag(String metric, boolean value) {
        name(metric);
        json.append(value);
        return this;
    }

    public TelemetryJson text(String metric, String value) {
        name(metric);
        quote(value);
        return this;
    }

    public Publication publication(DeviceId device) {
        return new Publication("telemetry/" + device, ended().getBytes(StandardCharsets.UTF_8));
    }

    /** The whole message. Once. */
    public String ended() {
        return json.append("}}").toString();
    }

    private void name(String metric) {
        if (!first) {
            json.append(',');
        }
        first = false;
        quote(metric);
        json.append(':');
    }

    private void quote(String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
