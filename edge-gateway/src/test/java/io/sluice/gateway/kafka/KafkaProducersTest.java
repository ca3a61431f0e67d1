package io.sluice.gateway.kafka;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.sluice.model.topic.TelemetryTopics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;

/** The real clients, before a port where nobody answers. */
final class KafkaProducersTest {

    private static String nobody() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + free.getLocalPort();
        }
    }

    @Test
    void aProducerTakesItsConfigurationAndNoBatchWhileKafkaIsAway() throws IOException {
        try (Producer<byte[], byte[]> producer =
                KafkaProducers.to(nobody(), "test", 1 << 20).get()) {
            KafkaSink sink =
                    new KafkaSink(() -> producer, () -> new TopicCheck.Answer.Fits(), "telemetry.batches", "1a2b3c4d");
            assertFalse(sink.trySend(0, new byte[] {1}, new KafkaSinkTest.Told()));
            sink.close(Duration.ZERO);
        }
    }

    @Test
    void theTopicCheckSaysThatKafkaIsAway() throws IOException {
        TopicCheck check =
                TopicCheck.of(nobody(), TelemetryTopics.withPrefix("telemetry").batchesSpec(4), "telemetry.ledger");
        assertInstanceOf(TopicCheck.Answer.Away.class, check.ask());
    }
}
