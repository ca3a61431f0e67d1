package io.sluice.api.kafka;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.ManualClock;
import io.sluice.api.TestRollups;
import io.sluice.api.history.OffsetVector;
import io.sluice.api.history.StreamPosition;
import io.sluice.api.history.TierCursor;
import io.sluice.api.history.TierStore;
import io.sluice.model.rollup.RollupCodec;
import io.sluice.model.rollup.SeriesKey;
import io.sluice.model.rollup.Tier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicReaderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long T0 = 1_732_412_345_000L;
    private static final String TOPIC = "telemetry.rollups.1s";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final SeriesKey PUMP = TestRollups.series("plant-1", "pump-7", "temperature");

    private final MockConsumer<byte[], byte[]> consumer = consumer();
    private final MockConsumer<byte[], byte[]> nextConsumer = consumer();
    private final Queue<MockConsumer<byte[], byte[]>> consumers =
            new ConcurrentLinkedQueue<>(List.of(consumer, nextConsumer));
    private final TierStore store = new TestRollups().tier(Tier.S1);
    private final List<String> bad = new CopyOnWriteArrayList<>();
    private final AtomicInteger applied = new AtomicInteger();
    private TopicReader reader;

    @BeforeEach
    void start() {
        RollupSink sink = new RollupSink(store, new ManualClock(T0), Long.MAX_VALUE);
        reader = new TopicReader("test-reader", consumers::remove, Map.of(TOPIC, sink), new TopicReader.Listener() {
            @Override
            public void applied() {
                applied.incrementAndGet();
            }

            @Override
            public void badRecord(String topic) {
                bad.add(topic);
            }
        });
        reader.start();
    }

    private static MockConsumer<byte[], byte[]> consumer() {
        MockConsumer<byte[], byte[]> made = new MockConsumer<>("earliest");
        made.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, Node.noNode(), null, null)));
        made.updateBeginningOffsets(Map.of(PARTITION, 5L));
        made.updateEndOffsets(Map.of(PARTITION, 7L));
        return made;
    }

    @AfterEach
    void close() {
        reader.close();
    }

    @Test
    void readsFromTheBeginningAndIsCaughtUpAtTheEndThatWasThereAtTheStart() {
        add(5, atT0());
        await().atMost(PATIENCE).until(() -> store.heldPoints() == 1);
        assertFalse(reader.isCaughtUp());
        add(6, RollupCodec.encode(TestRollups.rollup(PUMP, Tier.S1, T0 + 1_000, 0, 21.4)));
        await().atMost(PATIENCE).until(reader::isCaughtUp);
        assertEquals(2, store.heldPoints());
        assertEquals(OffsetVector.of(7, 0, 0, 0), store.position().offsets());
        assertTrue(applied.get() >= 1);
    }

    @Test
    void whatIsNoRollupIsCountedAndSkipped() {
        add(5, "nonsense".getBytes(StandardCharsets.UTF_8));
        add(6, RollupCodec.encode(TestRollups.rollup(PUMP, Tier.S10, T0 - 5_000, 0, 21.4)));
        await().atMost(PATIENCE).until(reader::isCaughtUp);
        assertEquals(List.of(TOPIC, TOPIC), bad);
        assertEquals(0, store.heldPoints());
        assertEquals(OffsetVector.of(7, 0, 0, 0), store.position().offsets());
    }

    @Test
    void aReaderThatCannotGoOnIsDead() {
        assertTrue(reader.isAlive());
        consumer.schedulePollTask(() -> consumer.setPollException(new KafkaException("not authorised")));
        await().atMost(PATIENCE).until(() -> !reader.isAlive());
    }

    @Test
    void afterTheClockWentBackANewConsumerGoesOnWhereTheOldOneWas() {
        add(5, atT0());
        await().atMost(PATIENCE).until(() -> store.heldPoints() == 1);
        reader.clockWentBack();
        await().atMost(PATIENCE).until(consumer::closed);
        add(nextConsumer, 5, "read twice".getBytes(StandardCharsets.UTF_8));
        add(nextConsumer, 6, RollupCodec.encode(TestRollups.rollup(PUMP, Tier.S1, T0 + 1_000, 0, 21.4)));
        await().atMost(PATIENCE).until(reader::isCaughtUp);
        assertTrue(reader.isAlive());
        assertEquals(List.of(), bad);
        assertEquals(2, store.heldPoints());
        assertEquals(OffsetVector.of(7, 0, 0, 0), store.position().offsets());
    }

    @Test
    void tellsThatRecordsWereGoneBeforeTheyWereRead() {
        add(5, atT0());
        await().atMost(PATIENCE).until(() -> store.heldPoints() == 1);
        TierCursor before = store.cursor();
        StreamPosition position = store.position();
        consumer.schedulePollTask(() -> {
            consumer.updateBeginningOffsets(Map.of(PARTITION, 20L));
            consumer.addRecord(record(20, RollupCodec.encode(TestRollups.rollup(PUMP, Tier.S1, T0 + 9_000, 0, 21.4))));
        });
        await().atMost(PATIENCE).until(() -> store.heldPoints() == 2);
        await().atMost(PATIENCE).until(reader::isCaughtUp);
        assertTrue(reader.isAlive());
        assertEquals(OffsetVector.of(21, 0, 0, 0), store.position().offsets());
        assertFalse(store.canResume(position), "from before the hole");
        assertTrue(store.canResume(store.position()));
        assertTrue(store.changesSince(before, series -> true).isEmpty(), "from before the hole");
        assertTrue(store.changesSince(store.cursor(), series -> true).isPresent());
    }

    @Test
    void aReaderThatIsClosedIsNotBegunAnew() {
        await().atMost(PATIENCE).until(() -> consumers.size() == 1);
        reader.close();
        await().atMost(PATIENCE).until(() -> !reader.isAlive());
        assertEquals(1, consumers.size());
    }

    private static byte[] atT0() {
        return RollupCodec.encode(TestRollups.rollup(PUMP, Tier.S1, T0, 0, 21.4));
    }

    private void add(long offset, byte[] value) {
        add(consumer, offset, value);
    }

    /** On the reader's own thread, once it has its partitions: the fake consumer is not thread-safe. */
    private static void add(MockConsumer<byte[], byte[]> consumer, long offset, byte[] value) {
        await().atMost(PATIENCE).until(() -> consumer.assignment().contains(PARTITION));
        consumer.schedulePollTask(() -> consumer.addRecord(record(offset, value)));
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, byte[] value) {
        return new ConsumerRecord<>(TOPIC, 0, offset, PUMP.toString().getBytes(StandardCharsets.UTF_8), value);
    }
}
