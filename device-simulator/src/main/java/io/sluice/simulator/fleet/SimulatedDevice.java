package io.sluice.simulator.fleet;

import io.sluice.model.identity.DeviceId;
import io.sluice.simulator.mqtt.Publication;
import io.sluice.simulator.mqtt.TelemetryJson;
import io.sluice.simulator.signal.Noise;
import java.util.List;

/** What a device of a scenario says: its values follow from (seed, device, seq), only ts is the clock's. */
public final class SimulatedDevice {
    /** A run begins in the demo's morning, when everything moves. */
    private static final double MORNING_SECONDS = 150;

    private final DeviceId id;
    private final long seed;
    private final List<Metric> metrics;

    SimulatedDevice(DeviceId id, long seed, List<Metric> metrics) {
        this.id = id;
        this.seed = seed;
        this.metrics = metrics;
    }

    public DeviceId id() {
        return id;
    }

    long seed() {
        return seed;
    }

    /** Where in its period the device speaks. */
    long phaseMillis(long periodMillis) {
        return (long) (Noise.uniform(seed, -1) * periodMillis);
    }

    /** The message of that seq; seq counts the simulated seconds. */
    public Publication message(long tsMillis, String epoch, long seq) {
        TelemetryJson json = new TelemetryJson(tsMillis, epoch, seq);
        for (Metric metric : metrics) {
            metric.write(json, MORNING_SECONDS + seq);
        }
        return json.publication(id);
    }
}
