package io.sluice.api.kafka;

import io.sluice.api.devices.DeviceRegistry;
import io.sluice.api.history.RollupStore;
import io.sluice.api.history.TierStore;
import io.sluice.api.ledger.LedgerBook;
import io.sluice.model.topic.TelemetryTopics;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Everything the API knows, from Kafka. */
public final class KafkaFeed implements AutoCloseable {
    private static final String JOBS_GROUP = "sluice-jobs";

    private final TopicReader rollupReader;
    private final TopicReader factReader;
    private final JobsProgress progress;

    /** Where the records go. */
    public record Stores(RollupStore rollups, DeviceRegistry devices, LedgerBook ledger) {}

    /**
     * @param historyBytes of each tier
     * @param applied something was applied; called from the readers' threads
     * @param badRecord a record of the topic could not be read
     */
    public KafkaFeed(
            String bootstrap,
            TelemetryTopics topics,
            Stores stores,
            long historyBytes,
            Clock clock,
            Runnable applied,
            Consumer<String> badRecord) {
        TopicReader.Listener listener = new TopicReader.Listener() {
            @Override
            public void applied() {
                applied.run();
            }

            @Override
            public void badRecord(String topic) {
                badRecord.accept(topic);
            }
        };
        Map<String, TopicSink> rollupSinks = new HashMap<>();
        for (TierStore store : stores.rollups().all()) {
            rollupSinks.put(topics.rollups(store.tier()), new RollupSink(store, clock, historyBytes));
        }
        rollupReader = new TopicReader("api-rollups", () -> consumer(bootstrap, "rollups"), rollupSinks, listener);
        factReader = new TopicReader(
                "api-facts",
                () -> consumer(bootstrap, "facts"),
                Map.of(
                        topics.devices(), new DeviceSink(stores.devices(), clock),
                        topics.ledger(), new LedgerSink(stores.ledger(), clock)),
                listener);
        progress = new JobsProgress(
                () -> new JobsProgress.Clients(KafkaTopics.admin(bootstrap), consumer(bootstrap, "progress")),
                JOBS_GROUP,
                topics.readings(),
                stores.ledger(),
                clock);
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrap, String purpose) {
        Properties properties = new Properties();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "sluice-api-" + purpose);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"); // the reader has to know and tell
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    public void start() {
        rollupReader.start();
        factReader.start();
        progress.start();
    }

    /** Any thread. */
    public void clockWentBack() {
        rollupReader.clockWentBack();
        factReader.clockWentBack();
        progress.clockWentBack();
    }

    /** Whether everything that the topics held at the start has been applied. */
    public boolean isCaughtUp() {
        return rollupReader.isCaughtUp() && factReader.isCaughtUp();
    }

    public boolean isAlive() {
        return rollupReader.isAlive() && factReader.isAlive();
    }

    /** Records that are there and not yet applied. */
    public long lag() {
        return rollupReader.lag() + factReader.lag();
    }

    @Override
    public void close() {
        rollupReader.close();
        factReader.close();
        progress.close();
    }
}
