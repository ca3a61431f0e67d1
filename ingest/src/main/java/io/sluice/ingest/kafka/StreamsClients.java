package io.sluice.ingest.kafka;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Kafka's clients as Streams would make them itself, and a way to end the stream threads from outside: a consumer that
 * is woken throws {@code WakeupException} from the poll that is under way, or comes next, which no stream thread
 * survives. It is all that a consumer lets another thread do, and ends even a poll whose timeout a clock has stopped.
 * What it does not end is a flush, which waits without bound for a batch that is to be tried again later by the clock.
 */
final class StreamsClients implements KafkaClientSupplier {
    /** One of each a thread; those of threads that died go with them. */
    private final Set<Consumer<byte[], byte[]>> polled = weakSet();

    private final Set<Producer<byte[], byte[]>> flushed = weakSet();

    private static <T> Set<T> weakSet() {
        return Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    }

    /**
     * Ends all stream threads that there are. Any thread.
     *
     * @param grace how long they have to come to a poll, where they abort their transaction; then the producers they
     *     have are closed, and the transaction has to time out
     */
    void endThreads(Duration grace) {
        List<Producer<byte[], byte[]>> producers = copyOf(flushed);
        copyOf(polled).forEach(Consumer::wakeup);
        CompletableFuture.delayedExecutor(grace.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> producers.forEach(producer -> producer.close(Duration.ZERO)));
    }

    private static <T> List<T> copyOf(Set<T> clients) {
        synchronized (clients) {
            return List.copyOf(clients);
        }
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        Producer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        flushed.add(producer);
        return producer;
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
