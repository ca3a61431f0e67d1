package io.sluice.api.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a reader is, and whether that is as far as its topics reached when it began. Written by the reader's thread
 * alone; {@link #isCaughtUp} and {@link #lag} may be asked by any.
 */
final class ReadProgress {
    private final Map<TopicPartition, Long> target = new HashMap<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private volatile boolean isCaughtUp;
    private volatile long lag;

    /** Where to go on, empty before the first record is to be read. */
    Map<TopicPartition, Long> positions() {
        return positions;
    }

    /** @param ends of the topics, all below which has to be applied for the reader to have caught up */
    void aimAt(Map<TopicPartition, Long> ends) {
        target.putAll(ends);
    }

    /** @param starts of the topics, where reading begins */
    void beginAt(Collection<TopicPartition> partitions, Map<TopicPartition, Long> starts) {
        positions.putAll(starts);
        lag = partitions.stream()
                .mapToLong(partition -> target.getOrDefault(partition, 0L) - starts.getOrDefault(partition, 0L))
                .sum();
    }

    /** Everything below the position has been given to the sinks. */
    void reached(TopicPartition partition, long position) {
        positions.put(partition, position);
        Long end = target.get(partition);
        if (end != null && position >= end) {
            target.remove(partition);
        }
    }

    /** True once: where everything was reached that there was to be, and had not been before. */
    boolean catchesUp() {
        if (isCaughtUp || !target.isEmpty()) {
            return false;
        }
        isCaughtUp = true;
        return true;
    }

    /** @param unread how many records of a partition are left, where that is known */
    void leaves(Collection<TopicPartition> partitions, Function<TopicPartition, OptionalLong> unread) {
        lag = partitions.stream()
                .map(unread)
                .mapToLong(records -> records.orElse(0))
                .sum();
    }

    /** Whether everything that the topics held at the start has been applied. */
    boolean isCaughtUp() {
        return isCaughtUp;
    }

    /** Records that are there and not yet applied. */
    long lag() {
        return lag;
    }
}
