package io.sluice.simulator.mqtt;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a broker would not have, by reason. All is counted, and the first of each reason is told in the log: what is
 * wrong with one device is often wrong with thousands. Thread-safe.
 */
public final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private final Map<String, AtomicLong> connects = new ConcurrentHashMap<>();
    private final AtomicBoolean isLowered = new AtomicBoolean();
    private final AtomicLong losses = new AtomicLong();
    private final Map<String, AtomicLong> publishes = new ConcurrentHashMap<>();

    void connect(String clientId, ConnectFailure failure) {
        if (isFirst(connects, failure.reason())) {
            LOG.atWarn()
                    .addKeyValue("client", clientId)
                    .addKeyValue("reason", failure.reason())
                    .addKeyValue("said", failure.said())
                    .log(
                            "A device could not connect, or was hung up on; the next ones for this reason are only counted");
        }
    }

    /** The broker takes no higher QoS than that, and one was asked for. */
    void lowered(int qos) {
        if (!isLowered.getAndSet(true)) {
            LOG.atWarn()
                    .addKeyValue("maximumQos", qos)
                    .log("The broker takes no higher QoS; what is above goes out at that");
        }
    }

    /** A connection that stood is gone, and the broker has not hung up. */
    void lost() {
        losses.incrementAndGet();
    }

    /** @param said MQTT 5's reason string, empty for none */
    void publish(int reasonCode, String said) {
        String reason = ReasonCodes.words(reasonCode);
        if (isFirst(publishes, reason)) {
            LOG.atInfo()
                    .addKeyValue("reason", reason)
                    .addKeyValue("said", said)
                    .log("The broker refused a publish; the next ones for this reason are only counted");
        }
    }

    private static boolean isFirst(Map<String, AtomicLong> counts, String reason) {
        return counts.computeIfAbsent(reason, r -> new AtomicLong()).getAndIncrement() == 0;
    }

    /** How many connections broke that stood. */
    public long losses() {
        return losses.get();
    }

    /** How often which reason kept a device from being connected, or the broker hung up for it. */
    public SortedMap<String, Long> connects() {
        return counts(connects);
    }

    /** How many publishes were refused for good for which reason. */
    public SortedMap<String, Long> publishes() {
        return counts(publishes);
    }

    private static SortedMap<String, Long> counts(Map<String, AtomicLong> counts) {
        SortedMap<String, Long> now = new TreeMap<>();
        counts.forEach((reason, count) -> now.put(reason, count.get()));
        return now;
    }
}
