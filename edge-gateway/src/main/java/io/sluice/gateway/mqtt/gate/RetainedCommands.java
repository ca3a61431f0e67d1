package io.sluice.gateway.mqtt.gate;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.sluice.gateway.mqtt.topic.TopicFilter;
import io.sluice.gateway.mqtt.topic.TopicRules;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The last command of each topic that is to be kept for subscriptions to come. Moquette would keep of it neither the
 * properties nor the end of its time, and would send it for every subscription. Confined to its owner's lock.
 */
final class RetainedCommands {
    /**
     * @param device whom it is charged to
     * @param bytes what is charged for it
     */
    record Kept(String topic, String device, MqttQoS qos, HeldPayload payload, long bytes) {
        private boolean isExpiring() {
            return payload.properties() != null && payload.properties().isExpiring();
        }

        private boolean isExpired(long nowNanos) {
            return payload.properties() != null && payload.properties().isExpired(nowNanos);
        }

        /** By difference, as nanoseconds of no known beginning are compared. */
        private static int byExpiry(Kept one, Kept other) {
            long later = one.expiresAtNanos() - other.expiresAtNanos();
            return later == 0 ? one.topic.compareTo(other.topic) : Long.signum(later);
        }

        private long expiresAtNanos() {
            return payload.properties() == null ? 0 : payload.properties().expiresAtNanos();
        }
    }

    private final Map<String, Map<String, Kept>> topicsOf = new HashMap<>(); // by device

    private final TreeSet<Kept> expiring = new TreeSet<>(Kept::byExpiry);
    private long bytes;

    /** What is charged for the one of the topic. */
    long bytesOf(String device, String topic) {
        Kept kept = topicsOf.getOrDefault(device, Map.of()).get(topic);
        return kept == null ? 0 : kept.bytes();
    }

    void keep(Kept kept) {
        end(kept.device(), kept.topic());
        topicsOf.computeIfAbsent(kept.device(), absent -> new HashMap<>()).put(kept.topic(), kept);
        bytes += kept.bytes();
        if (kept.isExpiring()) {
            expiring.add(kept);
        }
    }

    /** Does nothing where there is none. */
    void end(String device, String topic) {
        Map<String, Kept> topics = topicsOf.get(device);
        Kept kept = topics == null ? null : topics.remove(topic);
        if (topics == null || kept == null) {
            return;
        }
        if (topics.isEmpty()) {
            topicsOf.remove(device);
        }
        expiring.remove(kept);
        bytes -= kept.bytes();
        kept.payload().release();
    }

    /** Null where there is none whose time is over. */
    @Nullable
    Kept endExpired(long nowNanos) {
        if (expiring.isEmpty() || !expiring.first().isExpired(nowNanos)) {
            return null;
        }
        Kept expired = expiring.first();
        expiring.remove(expired);
        end(expired.device(), expired.topic());
        return expired;
    }

    /** What a subscription brings at most: what its device has, or all, where the filter names none. */
    long bytes(String filter) {
        return TopicRules.commandedIn(filter)
                .map(device -> topicsOf.getOrDefault(device.toString(), Map.of()).values().stream()
                        .mapToLong(Kept::bytes)
                        .sum())
                .orElse(bytes);
    }

    /** Their payloads are retained for who asks. */
    List<Kept> matching(String filter) {
        TopicFilter wanted = new TopicFilter(filter);
        Collection<Map<String, Kept>> candidates = TopicRules.commandedIn(filter)
                .map(device ->
                        (Collection<Map<String, Kept>>) List.of(topicsOf.getOrDefault(device.toString(), Map.of())))
                .orElse(topicsOf.values());
        List<Kept> matching = new ArrayList<>();
        for (Map<String, Kept> topics : candidates) {
            for (Kept kept : topics.values()) {
                if (wanted.matches(kept.topic())) {
                    kept.payload().retain();
                    matching.add(kept);
                }
            }
        }
        return matching;
    }
}
