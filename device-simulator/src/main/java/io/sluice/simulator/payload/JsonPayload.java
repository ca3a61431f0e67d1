package io.sluice.simulator.payload;

import io.sluice.simulator.mqtt.TelemetryJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The contract's JSON: one message, or an array of them. */
final class JsonPayload {
    private JsonPayload() {}

    static byte[] write(List<Measurement> measurements) {
        String json = measurements.size() == 1
                ? message(measurements.get(0))
                : measurements.stream().map(JsonPayload::message).collect(Collectors.joining(",", "[", "]"));
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static String message(Measurement measurement) {
        TelemetryJson json = new TelemetryJson(measurement.tsMillis(), measurement.epoch(), measurement.seq());
        for (Reading reading : measurement.readings()) {
            if (reading.value() instanceof Double number) {
                json.number(reading.metric(), number);
            } else if (reading.value() instanceof Boolean flag) {
                json.flag(reading.metric(), flag);
            } else {
                json.text(reading.metric(), (String) reading.value());
            }
        }
        return json.ended();
    }
}
