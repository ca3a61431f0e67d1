package io.sluice.simulator.fleet;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.payload.draft.TopicAddress;
import io.sluice.model.payload.sparkplug.SparkplugTopic;
import io.sluice.model.payload.sparkplug.SparkplugTopic.Type;
import io.sluice.simulator.mqtt.Publication;
import io.sluice.simulator.payload.Measurement;
import io.sluice.simulator.payload.PayloadFormat;
import io.sluice.simulator.payload.Reading;
import io.sluice.simulator.payload.SparkplugPayload;
import io.sluice.simulator.scenario.Metric;
import io.sluice.simulator.scenario.TypeSpec;
import io.sluice.simulator.signal.Noise;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a device of a scenario is: its values follow from (seed, device, moment). */
public final class SimulatedDevice {
    private final DeviceId id;
    private final long seed;
    private final long connectionSeed;
    private final TypeSpec type;
    private final List<Metric> metrics;
    private final long beginMillis;

    /** @param connectionSeed of all that share its connection */
    SimulatedDevice(DeviceId id, long seed, long connectionSeed, TypeSpec type, long beginMillis) {
        this.id = id;
        this.seed = seed;
        this.connectionSeed = connectionSeed;
        this.type = type;
        this.metrics = type.sensors().of(seed);
        this.beginMillis = beginMillis;
    }

    public DeviceId id() {
        return id;
    }

    public TypeSpec type() {
        return type;
    }

    long seed() {
        return seed;
    }

    /** When it has a connection follows from it. */
    long connectionSeed() {
        return connectionSeed;
    }

    /** Who connects: the device, or the Sparkplug node that it is behind. */
    public DeviceId connects() {
        return isSparkplug() ? SparkplugTopic.nodeOf(id) : id;
    }

    /** Whom a certificate of who connects must name: itself first, and what is behind it. */
    public List<String> speaksFor() {
        String own = connects().toString();
        return isBehindNode() ? List.of(own, own + ":*") : List.of(own);
    }

    boolean isBehindNode() {
        return !connects().equals(id);
    }

    /** Whether another client library can play it: QoS 1, and nothing special about its connection. */
    public boolean isPlain() {
        return type.qos() == 1
                && !isSparkplug()
                && !type.will()
                && type.sessionSeconds() == 0
                && type.hostility().share() == 0;
    }

    /** Whether its topic does not say who it is, so that the broker must know it by its user. */
    public boolean isNamedByItsUser() {
        return type.format() == PayloadFormat.THINGSBOARD;
    }

    private boolean isSparkplug() {
        return type.format() == PayloadFormat.SPARKPLUG;
    }

    /** How who connects behaves on the connections of one link. */
    public DeviceVoice voice() {
        if (isSparkplug()) {
            return new SparkplugVoice(connects());
        }
        Publication will = type.will() ? will() : null;
        return () -> will;
    }

    /** What the broker is to say when the device is gone: a flat message, which the gateway numbers. */
    private Publication will() {
        return new Publication(topic(), "{\"state\":\"offline\"}".getBytes(StandardCharsets.UTF_8));
    }

    /** The connection's place in the order of what happens to some devices before others, in [0, 1). */
    double place() {
        return Noise.uniform(connectionSeed, -2);
    }

    /** Where in its period the device speaks. */
    long phaseMillis(long periodMillis) {
        return (long) (Noise.uniform(seed, -1) * periodMillis);
    }

    /** What the sensors show after the device has measured for so long. */
    List<Reading> readings(double measuredMillis) {
        double seconds = (beginMillis + measuredMillis) / 1000;
        return metrics.stream().map(metric -> metric.at(seconds)).toList();
    }

    /** The message of that seq, of a device that has kept its cadence from the first on. */
    public Publication message(long tsMillis, String epoch, long seq) {
        return publication(List.of(new Measurement(tsMillis, epoch, seq, readings(seq * (double) type.everyMillis()))));
    }

    /** Where it says what it measures. */
    String topic() {
        return switch (type.format()) {
            case SPARKPLUG -> SparkplugTopic.name(isBehindNode() ? Type.DDATA : Type.NDATA, id);
            case THINGSBOARD -> TopicAddress.THINGSBOARD_TOPIC;
            default -> "telemetry/" + id;
        };
    }

    /** To its node it is gone. */
    Publication death(long tsMillis) {
        return new Publication(SparkplugTopic.name(Type.DDEATH, id), SparkplugPayload.deviceDeath(tsMillis))
                .with(type.qos(), null);
    }

    /** To its node it is back, and shows that. */
    Publication birth(Measurement first) {
        return new Publication(SparkplugTopic.name(Type.DBIRTH, id), SparkplugPayload.deviceBirth(first))
                .with(type.qos(), null);
    }

    Publication publication(List<Measurement> measurements) {
        byte[] payload = type.compression().compressed(type.format().write(measurements));
        return new Publication(topic(), payload)
                .with(type.qos(), type.format().contentType())
                .encoded(type.compression().contentEncoding());
    }
}
