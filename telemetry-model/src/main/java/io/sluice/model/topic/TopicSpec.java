package io.sluice.model.topic;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka topic as this pipeline needs it.
 *
 * @param partitions fixed at creation: devices hash to them
 * @param retention null for a compacted topic, which keeps the latest record of each key
 * @param maxRecordBytes what it has to take as one record, compressed; null where the brokers' own bound does
 */
public record TopicSpec(
        String name,
        int partitions,
        @Nullable Duration retention,
        @Nullable Integer maxRecordBytes) {
    public boolean isCompacted() {
        return retention == null;
    }
}
