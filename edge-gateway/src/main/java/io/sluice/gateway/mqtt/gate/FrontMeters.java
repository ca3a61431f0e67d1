package io.sluice.gateway.mqtt.gate;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sluice.model.payload.rejection.RejectReason;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** What the front counts. Labels are few and known beforehand, so that counting a publish looks nothing up. */
public final class FrontMeters {
    /** What became of a publish. */
    public enum Outcome {
        /** Durable. */
        ACCEPTED,
        /** A copy of one that was taken before; not stored again. */
        REPEATED,
        /** Handed to the embedded broker. */
        FORWARDED,
        /** Not a topic of this client, which was closed for it or is gone. */
        FOREIGN,
        /** There is no room for it now: answered so, or closed for it. */
        OVER_QUOTA,
        /** A command beyond what the embedded broker may hold. */
        COMMANDS_FULL,
        /** QoS 0 that waited for room when its connection ended. */
        LOST
    }

    static final int QOS_LEVELS = 3;

    private final MeterRegistry meters;
    private final Counter[][] outcomes = new Counter[Outcome.values().length][QOS_LEVELS];
    private final Counter[][] rejections = new Counter[RejectReason.values().length][QOS_LEVELS];
    private final Map<String, Counter> closings = new ConcurrentHashMap<>();
    private final Map<String, Counter> refusals = new ConcurrentHashMap<>();
    private final Counter[] tooLarge;
    private final Counter[] expired;
    private final Counter throttled;
    private final Counter notKept;
    private final Counter readings;
    private final Counter answers;
    private final Timer latency;

    public FrontMeters(MeterRegistry meters) {
        this.meters = meters;
        for (Outcome outcome : Outcome.values()) {
            outcomes[outcome.ordinal()] = perQos(labelOf(outcome), "none");
        }
        for (RejectReason reason : RejectReason.values()) {
            rejections[reason.ordinal()] = perQos("rejected", reason.label());
        }
        this.tooLarge = dropped("packet-too-large");
        this.expired = dropped("expired");
        this.throttled = Counter.builder("sluice.gateway.throttled")
                .description("times a connection was not read for a while, because a device sent too fast")
                .register(meters);
        this.notKept = Counter.builder("sluice.gateway.sessions.not.kept")
                .description("sessions that end with their connection although the client asked for more")
                .register(meters);
        this.readings = Counter.builder("sluice.gateway.readings")
                .description("readings of durable messages")
                .register(meters);
        this.answers = Counter.builder("sluice.gateway.acks")
                .description("PUBACK, PUBREC and PUBCOMP of the durable gate")
                .register(meters);
        this.latency = Timer.builder("sluice.gateway.ack.latency")
                .description("receipt of a publish to its answer's write; the oldest of each flush")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(100_000))
                .maximumExpectedValue(Duration.ofSeconds(30))
                .register(meters);
    }

    private Counter[] perQos(String result, String reason) {
        Counter[] counters = new Counter[QOS_LEVELS];
        for (int qos = 0; qos < QOS_LEVELS; qos++) {
            counters[qos] = Counter.builder("sluice.gateway.publishes")
                    .description("publishes received")
                    .tag("qos", Integer.toString(qos))
                    .tag("result", result)
                    .tag("reason", reason)
                    .register(meters);
        }
        return counters;
    }

    private Counter[] dropped(String reason) {
        Counter[] counters = new Counter[QOS_LEVELS];
        for (int qos = 0; qos < QOS_LEVELS; qos++) {
            counters[qos] = Counter.builder("sluice.gateway.outbound.dropped")
                    .description("publishes for a client that it was not sent: larger than it takes, or no more of use")
                    .tag("qos", Integer.toString(qos))
                    .tag("reason", reason)
                    .register(meters);
        }
        return counters;
    }

    private static String labelOf(Outcome outcome) {
        return switch (outcome) {
            case ACCEPTED -> "accepted";
            case REPEATED -> "repeated";
            case FORWARDED -> "forwarded";
            case FOREIGN -> "foreign";
            case OVER_QUOTA -> "over-quota";
            case COMMANDS_FULL -> "commands-full";
            case LOST -> "lost";
        };
    }

    public void watch(IntSupplier connections, IntSupplier waiting, IntSupplier sessions) {
        Gauge.builder("sluice.gateway.connections", connections::getAsInt)
                .description("open connections")
                .register(meters);
        Gauge.builder("sluice.gateway.connections.waiting", waiting::getAsInt)
                .description("connections that are not read because the spool has no room")
                .register(meters);
        Gauge.builder("sluice.gateway.sessions", sessions::getAsInt)
                .description("sessions that outlive their connections")
                .register(meters);
    }

    public void publish(Outcome outcome, int qos) {
        outcomes[outcome.ordinal()][qos].increment();
    }

    void rejected(RejectReason reason, int qos) {
        rejections[reason.ordinal()][qos].increment();
    }

    /** Publishes that became durable together. */
    void accepted(int[] byQos, long readingsInThem) {
        for (int qos = 0; qos < QOS_LEVELS; qos++) {
            if (byQos[qos] > 0) {
                outcomes[Outcome.ACCEPTED.ordinal()][qos].increment(byQos[qos]);
            }
        }
        if (readingsInThem > 0) {
            readings.increment(readingsInThem);
        }
    }

    void answered(int count, long oldestReceivedNanos) {
        answers.increment(count);
        latency.record(System.nanoTime() - oldestReceivedNanos, TimeUnit.NANOSECONDS);
    }

    void closed(String reason) {
        closings.computeIfAbsent(reason, this::closing).increment();
    }

    /** A publish was not sent to a client that does not take it. */
    public void tooLarge(int qos) {
        tooLarge[qos].increment();
    }

    /** A command was not sent to a client, because its time was over. */
    public void expired(int qos) {
        expired[qos].increment();
    }

    void throttled() {
        throttled.increment();
    }

    /** There were too many already. */
    public void sessionNotKept() {
        notKept.increment();
    }

    /** A CONNECT was not let in. */
    public void connectRefused(String reason) {
        refusals.computeIfAbsent(reason, this::refusal).increment();
    }

    private Counter refusal(String reason) {
        return Counter.builder("sluice.gateway.connects.refused")
                .description("CONNECTs that were not let in")
                .tag("reason", reason)
                .register(meters);
    }

    private Counter closing(String reason) {
        return Counter.builder("sluice.gateway.connections.closed")
                .description("connections closed by the gateway")
                .tag("reason", reason)
                .register(meters);
    }
}
