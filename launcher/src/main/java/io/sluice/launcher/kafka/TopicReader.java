package io.sluice.launcher.kafka;

import io.sluice.kit.lifecycle.EnvironmentException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what a topic holds now, read committed, and ends where its end was at the beginning. */
public final class TopicReader {
    /** Takes one record. */
    public interface Sink {
        void accept(int partition, long offset, long timestampMillis, byte[] value) throws IOException;
    }

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int TIMEOUT_MILLIS = 15_000;

    private final String bootstrap;
    private final String topic;

    public TopicReader(String bootstrap, String topic) {
        this.bootstrap = bootstrap;
        this.topic = topic;
    }

    /**
     * Interrupted, it ends behind the record that it is at.
     *
     * @param from records written before it are left out
     */
    public void read(Instant from, Sink sink) throws IOException {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", bootstrap,
                "isolation.level", "read_committed",
                "enable.auto.commit", false,
                "default.api.timeout.ms", TIMEOUT_MILLIS,
                "request.timeout.ms", TIMEOUT_MILLIS);
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            read(consumer, from, sink);
        } catch (KafkaException e) {
            throw new EnvironmentException(
                    "Kafka must answer at " + bootstrap + ", did not (" + e.getMessage() + ")", e);
        }
    }

    private void read(Consumer<byte[], byte[]> consumer, Instant from, Sink sink) throws IOException {
        try {
            List<TopicPartition> partitions = partitions(consumer);
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            seek(consumer, ends, from);
            readUntil(consumer, ends, sink);
        } catch (InterruptException e) {
            Thread.interrupted(); // or the consumer could not close, and would log it as an error
            throw e;
        }
    }

    private List<TopicPartition> partitions(Consumer<?, ?> consumer) throws EnvironmentException {
        List<PartitionInfo> found = consumer.partitionsFor(topic);
        if (found == null || found.isEmpty()) {
            throw new EnvironmentException("topic must exist, was " + topic + " on " + bootstrap);
        }
        return found.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    private static void seek(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends, Instant from) {
        Map<TopicPartition, Long> times = ends.keySet().stream()
                .collect(Collectors.toMap(partition -> partition, partition -> from.toEpochMilli()));
        consumer.offsetsForTimes(times)
                .forEach((partition, found) ->
                        consumer.seek(partition, found == null ? ends.getOrDefault(partition, 0L) : found.offset()));
    }

    private static void readUntil(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, Sink sink)
            throws IOException {
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.value() != null) {
                    sink.accept(record.partition(), record.offset(), record.timestamp(), record.value());
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptException("interrupted");
                }
            }
        }
    }
}
