package io.sluice.launcher.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.gateway.kafka.KafkaProducers;
import io.sluice.gateway.kafka.TopicCheck;
import io.sluice.kit.lifecycle.EnvironmentException;
import io.sluice.kit.settings.SettingsException;
import io.sluice.model.topic.TelemetryTopics;
import io.sluice.model.topic.TopicSpec;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class EmbeddedBrokerIT {
    private static final TelemetryTopics TOPICS = TelemetryTopics.withPrefix("telemetry");

    @TempDir
    Path folder;

    @Test
    void recordsTransactionsAndTopicsSurviveARestartOnTheSameFolder() throws Exception {
        try (EmbeddedBroker broker = started()) {
            setUp(broker, TOPICS.specs(2));
            send(broker, "before");
        }
        try (EmbeddedBroker broker = started()) {
            setUp(broker, TOPICS.specs(2));
            send(broker, "after");
            assertEquals(List.of("before", "after"), readCommitted(broker, 2));
        }
    }

    @Test
    void everyTopicGetsItsPartitionsAndIsRefusedWithOthers() throws Exception {
        try (EmbeddedBroker broker = started()) {
            setUp(broker, TOPICS.specs(3));

            assertEquals(TOPICS.specs(3).size(), topicsWith(broker, 3));
            SettingsException thrown = assertThrows(SettingsException.class, () -> setUp(broker, TOPICS.specs(4)));
            assertEquals(
                    "partitions must be the 3 that topic telemetry.batches was created with, was 4",
                    thrown.faults().get(0));
        }
    }

    @Test
    void aTopicThatWasMadeForSmallerRecordsIsToldOfUntilItTakesTheLargestBatch() throws Exception {
        try (EmbeddedBroker broker = started()) {
            TopicCheck check = TopicCheck.of(broker.bootstrap(), TOPICS.batchesSpec(2), TOPICS.ledger());
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
                List<NewTopic> plain = Stream.of(TOPICS.batches(), TOPICS.ledger())
                        .map(name -> new NewTopic(name, 2, (short) 1))
                        .toList();
                admin.createTopics(plain).all().get();
            }
            assertEquals(
                    new TopicCheck.Answer.Narrow(
                            "topic telemetry.batches must have max.message.bytes of at least 8388608, has 1048588"),
                    check.ask());

            setUp(broker, TOPICS.specs(2));

            assertEquals(new TopicCheck.Answer.Fits(), check.ask());
            assertEquals(1, sendLargest(broker, TOPICS.batches()), "after the first");
            assertEquals(1, sendLargest(broker, TOPICS.readings()), "after the first, in a topic that was made anew");
        }
    }

    /** @return the offset of the second of two that cannot be compressed */
    private static long sendLargest(EmbeddedBroker broker, String topic) throws Exception {
        byte[] largest = new byte[TelemetryTopics.MAX_BATCH_BYTES - 200]; // and what Kafka counts for itself
        new Random(1).nextBytes(largest);
        try (Producer<byte[], byte[]> producer =
                KafkaProducers.to(broker.bootstrap(), "it", 16 << 20).get()) {
            Awaitility.await() // what a topic is said to take reaches its log a moment later
                    .ignoreExceptionsMatching(e -> e.getCause() instanceof RecordTooLargeException)
                    .until(() -> producer.send(new ProducerRecord<>(topic, 0, null, largest))
                            .get()
                            .hasOffset());
            return producer.send(new ProducerRecord<>(topic, 0, null, largest))
                    .get()
                    .offset();
        }
    }

    @Test
    void aReaderThatIsInterruptedEndsBehindTheRecordItIsAt() throws Exception {
        try (EmbeddedBroker broker = started()) {
            setUp(broker, TOPICS.specs(2));
            for (String value : List.of("first", "second", "third")) {
                send(broker, value);
            }
            List<String> read = new ArrayList<>();

            assertThrows(
                    EnvironmentException.class,
                    () -> new TopicReader(broker.bootstrap(), TOPICS.batches())
                            .read(Instant.EPOCH, (partition, offset, timestamp, value) -> {
                                Thread.currentThread().interrupt();
                                read.add(new String(value, StandardCharsets.UTF_8));
                            }));
            assertEquals(List.of("first"), read);
            assertFalse(Thread.interrupted(), "the consumer was closed by an interrupted thread");
        }
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EnvironmentException thrown =
                    assertThrows(EnvironmentException.class, () -> EmbeddedBroker.in(folder, taken.getLocalPort()));

            assertTrue(
                    String.valueOf(thrown.getMessage())
                            .startsWith("kafka.port must be free, was " + taken.getLocalPort()),
                    thrown.getMessage());
        }
    }

    private EmbeddedBroker started() throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.in(folder.resolve("kafka"), 0);
        broker.start();
        return broker;
    }

    private static void setUp(EmbeddedBroker broker, List<TopicSpec> specs) throws Exception {
        try (TopicSetup topics = new TopicSetup(broker.bootstrap(), specs)) {
            topics.start();
        }
    }

    private static void send(EmbeddedBroker broker, String value) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", broker.bootstrap(), "transactional.id", "it", "compression.type", "zstd");
        try (Producer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(TOPICS.batches(), 0, "key", value));
            producer.commitTransaction();
        }
    }

    private static List<String> readCommitted(EmbeddedBroker broker, int count) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", broker.bootstrap(), "isolation.level", "read_committed");
        List<String> values = new ArrayList<>();
        try (Consumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(TOPICS.batches(), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
                return values.size() >= count;
            });
        }
        return values;
    }

    private static long topicsWith(EmbeddedBroker broker, int partitions) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            return admin.describeTopics(admin.listTopics().names().get()).allTopicNames().get().values().stream()
                    .filter(topic -> topic.name().startsWith("telemetry."))
                    .filter(topic -> topic.partitions().size() == partitions)
                    .count();
        }
    }
}
