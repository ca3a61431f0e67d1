package io.sluice.gateway.mqtt.gate;

import io.sluice.gateway.access.RecentTable;
import io.sluice.gateway.access.TokenBucket;
import io.sluice.model.identity.IdAlphabet;
import io.sluice.model.payload.sparkplug.SparkplugTopic;

/**
 * What connections have published of late, for each of the last devices that they spoke for: so many of all of an event
 * loop, to which it is confined.
 */
final class PublishBudget {
    private static final int KEPT = 16_384;
    private static final String TELEMETRY = "telemetry/";

    /** A topic for all that is none of any device's. */
    static final String OF_NOBODY = "";

    private record Key(Object connection, String device) {}

    private record Buckets(TokenBucket messages, TokenBucket bytes) {}

    private final PublishBudgets.Rates rates;
    private final RecentTable<Key, Buckets> recent = new RecentTable<>(KEPT);

    PublishBudget(PublishBudgets.Rates rates) {
        this.rates = rates;
    }

    /**
     * @param connection stands for the one that has published, and is kept
     * @return for how long to read no more, 0 where it is within bounds
     */
    long publishedNanos(Object connection, String topic, int bytes) {
        long now = rates.nanoTime().getAsLong();
        Buckets device = recent.of(
                new Key(connection, deviceIn(topic)),
                () -> new Buckets(
                        new TokenBucket(rates.messagesPerSecond(), now), new TokenBucket(rates.bytesPerSecond(), now)));
        return Math.max(device.messages().take(1, now), device.bytes().take(bytes, now));
    }

    /**
     * The first three levels: a device's metrics share its budget; five of Sparkplug, which has the type between. What
     * names no possible device has one budget together, or each would come with another name.
     */
    private static String deviceIn(String topic) {
        int levels = SparkplugTopic.isOne(topic) ? 5 : 3;
        int end = -1;
        for (int level = 0; level < levels; level++) {
            end = topic.indexOf('/', end + 1);
            if (end < 0) {
                end = topic.length();
                break;
            }
        }
        return topic.startsWith(TELEMETRY) && !namesDevice(topic, end) ? OF_NOBODY : topic.substring(0, end);
    }

    private static boolean namesDevice(String topic, int end) {
        int device = topic.lastIndexOf('/', end - 1) + 1;
        return device > TELEMETRY.length()
                && IdAlphabet.isId(topic, TELEMETRY.length(), device - 1)
                && IdAlphabet.isId(topic, device, end);
    }
}
