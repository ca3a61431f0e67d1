package io.sluice.simulator.fleet;

import io.sluice.model.identity.DeviceId;
import io.sluice.simulator.mqtt.Publication;
import io.sluice.simulator.oracle.TrueValues;
import io.sluice.simulator.oracle.WillHistory;
import io.sluice.simulator.payload.Measurement;
import io.sluice.simulator.payload.PayloadFormat;
import io.sluice.simulator.payload.Reading;
import io.sluice.simulator.scenario.TypeSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A judged device's messages as they go out: their values follow from (device, metric, seq). */
final class TrueMessages {
    private final DeviceId device;
    private final PayloadFormat format;
    private final int qos;

    /** A format without epoch and seq would not tell the judge which message is which, QoS 0 not what became of it. */
    TrueMessages(DeviceId device, TypeSpec type) {
        this.device = device;
        this.format = type.format().carriesIdentity() ? type.format() : PayloadFormat.JSON;
        this.qos = Math.max(1, type.qos());
    }

    /**
     * @param tooMuch in each value
     * @param state null where it says none
     */
    Publication of(long ts, String epoch, long seq, long tooMuch, @Nullable String state) {
        byte[] payload = format.write(List.of(measurement(ts, epoch, seq, tooMuch, state)));
        return new Publication("telemetry/" + device, payload, seq).with(qos, format.contentType());
    }

    /** What cannot be read. */
    static Publication half(Publication message) {
        byte[] payload = Arrays.copyOf(message.payload(), message.payload().length / 2);
        return new Publication(message.topic(), payload, message.number()).with(message.qos(), message.contentType());
    }

    /** JSON, whatever the device speaks. */
    Publication will(long ts, String epoch) {
        Measurement will = measurement(ts, epoch, WillHistory.SEQ, 0, "offline");
        return new Publication("telemetry/" + device, PayloadFormat.JSON.write(List.of(will)));
    }

    private Measurement measurement(long ts, String epoch, long seq, long tooMuch, @Nullable String state) {
        List<Reading> readings = new ArrayList<>();
        for (String metric : JudgedDevice.METRICS) {
            readings.add(
                    new Reading(metric, (double) (TrueValues.of(device, metric).at(seq) + tooMuch)));
        }
        if (state != null) {
            readings.add(new Reading("state", state));
        }
        return new Measurement(ts, epoch, seq, readings);
    }
}
