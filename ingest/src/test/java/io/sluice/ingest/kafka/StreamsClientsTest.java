package io.sluice.ingest.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;

class StreamsClientsTest {
    /** Nobody listens there: what the test sees needs no broker. */
    private static final Map<String, Object> CONFIG = Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1",
            ConsumerConfig.GROUP_ID_CONFIG, "test");

    private final StreamsClients clients = new StreamsClients();

    @Test
    void theNextPollOfEveryThreadThrowsAndOnlyThat() {
        try (Consumer<byte[], byte[]> one = clients.getConsumer(CONFIG);
                Consumer<byte[], byte[]> other = clients.getConsumer(CONFIG)) {
            one.subscribe(List.of("batches"));
            other.subscribe(List.of("batches"));
            clients.wakeUp();
            assertThrows(WakeupException.class, () -> one.poll(Duration.ofMillis(10)));
            assertThrows(WakeupException.class, () -> other.poll(Duration.ofMillis(10)));
            assertTrue(one.poll(Duration.ofMillis(1)).isEmpty());
        }
    }

    @Test
    void restoringIsLeftAlone() {
        try (Consumer<byte[], byte[]> restoring = clients.getRestoreConsumer(CONFIG)) {
            restoring.subscribe(List.of("changelog"));
            clients.wakeUp();
            assertEquals(0, restoring.poll(Duration.ofMillis(1)).count());
        }
    }

    @Test
    void aConsumerThatIsClosedAlreadyIsNoTrouble() {
        Consumer<byte[], byte[]> consumer = clients.getConsumer(CONFIG);
        consumer.close();
        clients.wakeUp();
    }
}
