package io.sluice.ingest.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.batch.TelemetryBatchCodec;
import io.sluice.model.ledger.proto.LedgerRecord;
import io.sluice.model.topic.TelemetryTopics;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The topology with its ends in the test's hands: one partition, no broker, the clock on demand. */
final class ScreenPipe implements AutoCloseable {
    private static final TelemetryTopics TOPICS = TelemetryTopics.withPrefix("telemetry");

    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> batches;

    ScreenPipe(IngestMeters meters) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        driver = new TopologyTestDriver(ScreenTopology.build(TOPICS, 1, Duration.ofMillis(50), meters), config);
        batches = driver.createInputTopic(TOPICS.batches(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    void send(TelemetryBatch batch) {
        sendBytes(TelemetryBatchCodec.encode(batch));
    }

    void sendBytes(byte @Nullable [] value) {
        batches.pipeInput(value);
    }

    void tick() {
        driver.advanceWallClockTime(Duration.ofMillis(1_001));
    }

    List<TestRecord<byte[], byte[]>> readings() {
        return read(TOPICS.readings());
    }

    List<TestRecord<byte[], byte[]>> deadLetters() {
        return read(TOPICS.deadLetters());
    }

    List<TestRecord<byte[], byte[]>> devices() {
        return read(TOPICS.devices());
    }

    List<TestRecord<byte[], byte[]>> ledgerRecords() {
        return read(TOPICS.ledger());
    }

    /** The ledger's new records by key, the last of each. */
    Map<String, LedgerRecord> ledger() {
        Map<String, LedgerRecord> ledger = new TreeMap<>();
        for (TestRecord<byte[], byte[]> record : ledgerRecords()) {
            try {
                ledger.put(new String(record.key(), StandardCharsets.UTF_8), LedgerRecord.parseFrom(record.value()));
            } catch (InvalidProtocolBufferException e) {
                throw new UncheckedIOException(e);
            }
        }
        return ledger;
    }

    /** The ledger's newest record of a key. */
    LedgerRecord fact(String key) {
        return Objects.requireNonNull(ledger().get(key), key);
    }

    /** Closes this and goes on with its state, as a restart restores it from the changelog. */
    ScreenPipe restarted(IngestMeters meters) {
        Map<String, byte[]> rows = new TreeMap<>();
        try (KeyValueIterator<String, byte[]> all = store().all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> row = all.next();
                rows.put(row.key, row.value);
            }
        }
        close();
        ScreenPipe next = new ScreenPipe(meters);
        rows.forEach(next.store()::put);
        return next;
    }

    private KeyValueStore<String, byte[]> store() {
        return driver.getKeyValueStore(ScreenTopology.ROWS);
    }

    private List<TestRecord<byte[], byte[]>> read(String topic) {
        TestOutputTopic<byte[], byte[]> output =
                driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        return output.readRecordsToList();
    }

    @Override
    public void close() {
        driver.close();
    }
}
