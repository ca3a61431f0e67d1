package io.sluice.ingest.kafka;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Kafka's clients as Streams would make them itself, and a way to end the stream threads from outside: {@link #wakeUp}
 * makes the poll of each that is under way, or comes next, throw {@code WakeupException}, which no stream thread
 * survives. It is all that a consumer lets another thread do, and ends even a poll whose timeout a clock has stopped.
 */
final class StreamsClients implements KafkaClientSupplier {
    /** One a thread; those of threads that died go with them. */
    private final Set<Consumer<byte[], byte[]>> polled =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    /** Any thread. */
    void wakeUp() {
        synchronized (polled) {
            polled.forEach(Consumer::wakeup);
        }
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        Consumer<byte[], byte[]> consumer = consumer(config);
        polled.add(consumer);
        return consumer;
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return consumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return consumer(config);
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
