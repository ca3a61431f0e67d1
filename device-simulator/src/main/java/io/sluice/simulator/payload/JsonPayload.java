package io.sluice.simulator.payload;

import io.sluice.simulator.mqtt.TelemetryJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The contract's JSON, and ThingsBoard's: one message, or an array of them. */
final class JsonPayload {
    private JsonPayload() {}

    static byte[] write(List<Measurement> measurements) {
        return write(measurements, one -> new TelemetryJson(one.tsMillis(), one.epoch(), one.seq()));
    }

    /** As ThingsBoard's devices write it, to whom epoch and seq would be metrics. */
    static byte[] writeWithoutIdentity(List<Measurement> measurements) {
        return write(measurements, one -> new TelemetryJson(one.tsMillis()));
    }

    private static byte[] write(List<Measurement> measurements, Function<Measurement, TelemetryJson> beginning) {
        Stream<String> messages = measurements.stream().map(one -> message(beginning.apply(one), one));
        String json = measurements.size() == 1
                ? messages.collect(Collectors.joining())
                : messages.collect(Collectors.joining(",", "[", "]"));
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static String message(TelemetryJson json, Measurement measurement) {
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
