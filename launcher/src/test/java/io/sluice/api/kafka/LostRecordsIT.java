package io.sluice.api.kafka;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.launcher.kafka.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The API's reader before a real broker, which is this module's. */
@Timeout(300)
class LostRecordsIT {
    private static final TopicPartition PARTITION = new TopicPartition("rollups", 0);
    private static final int RECORDS = 20;
    private static final int GONE = 15;
    private static final int RECORD_BYTES = 1_000;

    @TempDir
    Path folder;

    @Test
    void whatATopicLosesBeforeItIsReadIsToldOnceAndTheRestIsRead() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.in(folder, 0)) {
            broker.start();
            Slow sink = new Slow();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
                admin.createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 1)))
                        .all()
                        .get();
                publish(broker);
                try (TopicReader reader = new TopicReader(
                        "it", () -> consumer(broker), Map.of(PARTITION.topic(), sink), new NobodyListens())) {
                    reader.start();
                    sink.first.await();
                    admin.deleteRecords(Map.of(PARTITION, RecordsToDelete.beforeOffset(GONE)))
                            .all()
                            .get();
                    sink.goOn.countDown();

                    await().atMost(Duration.ofSeconds(60)).until(() -> sink.read.contains(RECORDS - 1L));
                    assertTrue(reader.isCaughtUp());
                }
            }
            assertEquals(List.of(0L, (long) GONE), sink.begins);
            List<Long> read =
                    sink.read.stream().filter(offset -> offset > GONE / 2).toList();
            assertEquals(List.of(15L, 16L, 17L, 18L, 19L), read);
        }
    }

    private static void publish(EmbeddedBroker broker) throws Exception {
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                producer.send(new ProducerRecord<>(PARTITION.topic(), new byte[RECORD_BYTES]))
                        .get();
            }
        }
    }

    /** Has one record at a time, and one more in its hands. */
    private static Consumer<byte[], byte[]> consumer(EmbeddedBroker broker) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                broker.bootstrap(),
                "auto.offset.reset",
                "none",
                "max.poll.records",
                1,
                "max.partition.fetch.bytes",
                RECORD_BYTES);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Waits with its first record in its hands. */
    private static final class Slow implements TopicSink {
        private final List<Long> begins = new CopyOnWriteArrayList<>();
        private final List<Long> read = new CopyOnWriteArrayList<>();
        private final CountDownLatch first = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        @Override
        public void beginAt(int partition, long offset) {
            begins.add(offset);
        }

        @Override
        public boolean accept(ConsumerRecord<byte[], byte[]> record) {
            first.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            read.add(record.offset());
            return true;
        }
    }

    private static final class NobodyListens implements TopicReader.Listener {
        @Override
        public void applied() {}

        @Override
        public void badRecord(String topic) {}
    }
}
