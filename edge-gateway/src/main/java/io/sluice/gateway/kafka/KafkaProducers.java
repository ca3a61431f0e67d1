package io.sluice.gateway.kafka;

import io.sluice.model.topic.TelemetryTopics;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** How the gateway talks to Kafka. */
public final class KafkaProducers {
    private static final int BATCH_BYTES = 256 * 1024;

    private KafkaProducers() {}

    /**
     * Makes producers that never give a batch up: the delivery timeout is as long as it can be, so that what fails is
     * broken and not late. Sending blocks for a moment at most; the caller waits by itself.
     *
     * @param inFlightBytes what the caller keeps in flight at most
     */
    public static Supplier<Producer<byte[], byte[]>> to(String bootstrap, String clientId, long inFlightBytes) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        config.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        config.put(ProducerConfig.COMPRESSION_ZSTD_LEVEL_CONFIG, 1);
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 5);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 15_000);
        config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 500);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TelemetryTopics.MAX_BATCH_BYTES);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2 * inFlightBytes + 16L * BATCH_BYTES);
        config.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        Map<String, Object> fixed = Map.copyOf(config);
        return () -> new KafkaProducer<>(fixed, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
