package io.sluice.gateway.mqtt.gate;

import io.sluice.gateway.access.RecentTable;
import io.sluice.gateway.access.TokenBucket;
import io.sluice.model.payload.sparkplug.SparkplugTopic;
import java.util.function.LongSupplier;

/** What one connection has published of late, for each of the last devices it spoke for. */
public final class PublishBudget {
    private static final int DEVICES = 1_024;

    /** Of all connections. */
    public record Rates(long messagesPerSecond, long bytesPerSecond, LongSupplier nanoTime) {}

    private record Buckets(TokenBucket messages, TokenBucket bytes) {}

    private final Rates rates;
    private final RecentTable<Buckets> devices = new RecentTable<>(DEVICES);

    PublishBudget(Rates rates) {
        this.rates = rates;
    }

    /** @return for how long to read no more, 0 where it is within bounds */
    long publishedNanos(String topic, int bytes) {
        long now = rates.nanoTime().getAsLong();
        Buckets device = devices.of(
                deviceIn(topic),
                () -> new Buckets(
                        new TokenBucket(rates.messagesPerSecond(), now), new TokenBucket(rates.bytesPerSecond(), now)));
        return Math.max(device.messages().take(1, now), device.bytes().take(bytes, now));
    }

    /** The first three levels: a device's metrics share its budget; five of Sparkplug, which has the type between. */
    private static String deviceIn(String topic) {
        int levels = SparkplugTopic.isOne(topic) ? 5 : 3;
        int end = -1;
        for (int level = 0; level < levels; level++) {
            end = topic.indexOf('/', end + 1);
            if (end < 0) {
                return topic;
            }
        }
        return topic.substring(0, end);
    }
}
