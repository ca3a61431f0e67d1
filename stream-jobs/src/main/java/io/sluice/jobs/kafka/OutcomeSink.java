package io.sluice.jobs.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.jobs.rollup.Outcome;
import io.sluice.jobs.rollup.Target;
import io.sluice.model.rollup.Tier;
import io.sluice.model.topic.TelemetryTopics;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Writes each outcome to its topic, at least once: a rollup written again is the same upsert. One producer a thread for
 * all topics.
 */
public final class OutcomeSink {
    private OutcomeSink() {}

    public static KafkaSink<Outcome> of(String bootstrap, TelemetryTopics topics) {
        return KafkaSink.<Outcome>builder()
                .setBootstrapServers(bootstrap)
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer(new Records(topics))
                .setProperty(ProducerConfig.ACKS_CONFIG, "all")
                .setProperty(ProducerConfig.LINGER_MS_CONFIG, "5")
                .setProperty(ProducerConfig.BATCH_SIZE_CONFIG, "131072")
                .setProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd")
                .setProperty(
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(TelemetryTopics.MAX_BATCH_RECORD_BYTES))
                .build();
    }

    /** No timestamp is set: the producer stamps the time of writing, since an event's own could expire at once. */
    static final class Records implements KafkaRecordSerializationSchema<Outcome> {
        private static final long serialVersionUID = 1;
        private static final byte[] BATCH = "application/vnd.sluice.batch+protobuf".getBytes(UTF_8);

        private final Map<Target, String> topicOf = new EnumMap<>(Target.class);

        Records(TelemetryTopics topics) {
            topicOf.put(Target.ROLLUP_1S, topics.rollups(Tier.S1));
            topicOf.put(Target.ROLLUP_10S, topics.rollups(Tier.S10));
            topicOf.put(Target.ROLLUP_1M, topics.rollups(Tier.M1));
            topicOf.put(Target.ROLLUP_1H, topics.rollups(Tier.H1));
            topicOf.put(Target.LATE, topics.late());
            topicOf.put(Target.LEDGER, topics.ledger());
        }

        @Override
        public ProducerRecord<byte[], byte[]> serialize(Outcome outcome, KafkaSinkContext context, Long timestamp) {
            List<Header> headers =
                    outcome.target() == Target.LATE ? List.of(new RecordHeader("content-type", BATCH)) : List.of();
            return new ProducerRecord<>(
                    topicOf.get(outcome.target()), outcome.partition(), null, outcome.key(), outcome.value(), headers);
        }
    }
}
