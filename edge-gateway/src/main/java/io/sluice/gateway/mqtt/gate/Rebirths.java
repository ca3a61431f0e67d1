package io.sluice.gateway.mqtt.gate;

import io.sluice.gateway.access.RecentTable;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.payload.Decoded;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.sparkplug.SparkplugRebirth;
import io.sluice.model.payload.sparkplug.SparkplugTopic;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks Sparkplug nodes for their births where one is missing: after a start of the gateway, which keeps them in memory,
 * or where the node came first. A node is asked once in ten seconds, however much of its data is refused meanwhile.
 * Thread-safe.
 */
public final class Rebirths {
    public static final Duration PAUSE = Duration.ofSeconds(10);
    private static final int NODES = 4_096;

    private final LocalReading.Sink broker;
    private final LongSupplier nanoTime;
    private final RecentTable<String, Asked> asked = new RecentTable<>(NODES);

    /** When a node was asked last. */
    private static final class Asked {
        @Nullable
        Long atNanos;
    }

    public Rebirths(LocalReading.Sink broker, LongSupplier nanoTime) {
        this.broker = broker;
        this.nanoTime = nanoTime;
    }

    /** Does nothing where the publish was refused for another reason. */
    public void askAfter(Decoded.Rejected rejected, String topic, long nowMillis) {
        if (rejected.reason() != RejectReason.BIRTH_MISSING) {
            return;
        }
        SparkplugTopic.find(topic)
                .map(SparkplugTopic::node)
                .filter(this::isDue)
                .ifPresent(node -> broker.publish(
                        LocalReading.plain(SparkplugTopic.commandTopic(node), SparkplugRebirth.payload(nowMillis))));
    }

    private synchronized boolean isDue(DeviceId node) {
        Asked last = asked.of(node.toString(), Asked::new);
        long now = nanoTime.getAsLong();
        Long before = last.atNanos;
        if (before != null && now - before < PAUSE.toNanos()) {
            return false;
        }
        last.atNanos = now;
        return true;
    }
}
