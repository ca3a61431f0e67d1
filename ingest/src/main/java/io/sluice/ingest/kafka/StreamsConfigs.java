package io.sluice.ingest.kafka;

import io.sluice.ingest.IngestSettings;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** How Kafka Streams is set up, with the reason where it is not the default. */
final class StreamsConfigs {
    static final String APPLICATION_ID = "sluice-ingest";

    private static final int SESSION_TIMEOUT_MILLIS = 6_000;
    private static final int TRANSACTION_TIMEOUT_MILLIS = 5_000;
    private static final int COMMITTED_WITHIN_MILLIS = 2_000;
    private static final int POLLED_AT_ONCE = 100;
    private static final int MAX_REQUEST_BYTES = 16 << 20;

    private StreamsConfigs() {}

    static Properties of(Settings settings) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId(settings));
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.get(CommonSettings.KAFKA_BOOTSTRAP));
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.get(IngestSettings.THREADS));
        // The CommitPace asks for each earlier.
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMITTED_WITHIN_MILLIS);
        // A thread that waits for records looks whether one is asked for only afterwards; the default is 100 ms.
        config.put(StreamsConfig.POLL_MS_CONFIG, 10);
        config.put(
                StreamsConfig.REPLICATION_FACTOR_CONFIG,
                settings.find(IngestSettings.REPLICATION_FACTOR).orElse(-1));
        config.put(
                StreamsConfig.STATE_DIR_CONFIG,
                settings.get(CommonSettings.DATA_DIR).resolve("ingest").toString());
        addConsumer(config, settings);
        addProducer(config);
        return config;
    }

    /** Two pipelines with different topics may share a cluster. */
    private static String applicationId(Settings settings) {
        String prefix = settings.get(CommonSettings.TOPIC_PREFIX);
        return prefix.equals(CommonSettings.TOPIC_PREFIX.defaultValue())
                ? APPLICATION_ID
                : APPLICATION_ID + "-" + prefix;
    }

    private static void addConsumer(Properties config, Settings settings) {
        // With in-memory stores nothing tells the group that a killed instance is back but this name.
        config.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
                settings.get(IngestSettings.INSTANCE_ID));
        // What is polled is of one partition where much waits, and is done before another's turn; the default is 1,000.
        config.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), POLLED_AT_ONCE);
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MILLIS);
        config.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), SESSION_TIMEOUT_MILLIS / 3);
    }

    private static void addProducer(Properties config) {
        // A killed instance's transaction is not fenced (its process id was random): until it times out, every reader
        // of committed records waits before it.
        config.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), TRANSACTION_TIMEOUT_MILLIS);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "zstd");
        // Right after a commit the broker may say that its markers are not yet written: that takes milliseconds.
        config.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 20);
        // Measured before compression; the broker's own limit, after it, still holds.
        config.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), MAX_REQUEST_BYTES);
    }
}
