package io.sluice.model.payload;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.payload.draft.TopicAddress;
import org.jspecify.annotations.Nullable;

/**
 * The topics that devices publish to again and again, read once. As many slots as it has, whatever is sent: the newest
 * topic of a slot stays. Thread-safe without a lock: a slot that was not seen written costs reading the topic again,
 * and what is seen by a race has only final fields.
 */
final class KnownTopics {
    private static final int SLOTS = 4096;

    private final @Nullable Known[] slots = new Known[SLOTS];

    private record Known(String topic, TopicAddress address) {}

    /** As {@link TopicAddress#parse}, for one topic the same object most of the time. */
    TopicAddress of(String topic, @Nullable DeviceId authenticated) {
        int hash = topic.hashCode();
        int slot = (hash ^ hash >>> 16) & SLOTS - 1;
        Known known = slots[slot];
        if (known != null && known.topic.equals(topic)) {
            return known.address;
        }
        TopicAddress address = TopicAddress.parse(topic, authenticated);
        if (address.dialect() == TopicAddress.Dialect.SLUICE) { // the others' say not whose they are
            slots[slot] = new Known(topic, address);
        }
        return address;
    }
}
