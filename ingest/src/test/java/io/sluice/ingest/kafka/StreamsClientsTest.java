package io.sluice.ingest.kafka;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;

class StreamsClientsTest {
    /** Nobody listens there: what the test sees needs no broker. */
    private static final Map<String, Object> CONFIG = Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1",
            ConsumerConfig.GROUP_ID_CONFIG, "test");

    private static final Map<String, Object> PRODUCER =
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1", ProducerConfig.MAX_BLOCK_MS_CONFIG, 10);

    private static final Duration LONG = Duration.ofMinutes(1);

    private final StreamsClients clients = new StreamsClients();

    @Test
    void theNextPollOfEveryThreadThrowsAndOnlyThat() {
        try (Consumer<byte[], byte[]> one = clients.getConsumer(CONFIG);
                Consumer<byte[], byte[]> other = clients.getConsumer(CONFIG)) {
            one.subscribe(List.of("batches"));
            other.subscribe(List.of("batches"));
            clients.endThreads(LONG);
            assertThrows(WakeupException.class, () -> one.poll(Duration.ofMillis(10)));
            assertThrows(WakeupException.class, () -> other.poll(Duration.ofMillis(10)));
            assertTrue(one.poll(Duration.ofMillis(1)).isEmpty());
        }
    }

    @Test
    void aThreadThatComesToNoPollLosesItsProducer() {
        Producer<byte[], byte[]> hanging = clients.getProducer(PRODUCER);
        clients.endThreads(Duration.ZERO);
        await().atMost(LONG).untilAsserted(() -> assertThrows(IllegalStateException.class, () -> send(hanging)));
    }

    @Test
    void theProducerOfTheNextThreadIsLeftAlone() {
        Producer<byte[], byte[]> hanging = clients.getProducer(PRODUCER);
        clients.endThreads(Duration.ofMillis(100));
        try (Producer<byte[], byte[]> next = clients.getProducer(PRODUCER)) {
            await().atMost(LONG).untilAsserted(() -> assertThrows(IllegalStateException.class, () -> send(hanging)));
            assertDoesNotThrow(() -> send(next));
        }
    }

    /** Without a broker it is refused by a future, and by an exception only where the producer is closed. */
    private static void send(Producer<byte[], byte[]> producer) {
        var unused = producer.send(new ProducerRecord<>("readings", new byte[0]));
    }

    @Test
    void restoringIsLeftAlone() {
        try (Consumer<byte[], byte[]> restoring = clients.getRestoreConsumer(CONFIG)) {
            restoring.subscribe(List.of("changelog"));
            clients.endThreads(LONG);
            assertEquals(0, restoring.poll(Duration.ofMillis(1)).count());
        }
    }

    @Test
    void aConsumerThatIsClosedAlreadyIsNoTrouble() {
        Consumer<byte[], byte[]> consumer = clients.getConsumer(CONFIG);
        consumer.close();
        clients.endThreads(LONG);
    }
}
