package io.sluice.jobs.kafka;

import io.sluice.jobs.flink.JobMeters;
import io.sluice.jobs.flink.JobTypes;
import io.sluice.jobs.rollup.ReadingBlock;
import io.sluice.model.batch.CorruptBatchException;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.batch.TelemetryBatchCodec;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Clean batches from Kafka, one element a device and epoch. */
public final class ReadingsSource {
    static final String GROUP = "sluice-jobs";

    private ReadingsSource() {}

    /**
     * Without a checkpoint it begins with the earliest record, whatever the group had committed: what the state does
     * not hold has to be read.
     */
    public static KafkaSource<ReadingBlock> of(String bootstrap, String topic, String job) {
        return KafkaSource.<ReadingBlock>builder()
                .setBootstrapServers(bootstrap)
                .setTopics(topic)
                .setGroupId(GROUP)
                .setClientIdPrefix(GROUP)
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(new Blocks(job))
                // Neither Kafka nor the connector sets it; otherwise aborted transactions would be counted.
                .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
                // For those who look from outside; a restore goes by the checkpoint.
                .setProperty(KafkaSourceOptions.COMMIT_OFFSETS_ON_CHECKPOINT.key(), "true")
                // Partitions are fixed when the topic is created.
                .setProperty(KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(), "0")
                .setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "2000")
                .build();
    }

    /** Splits a batch into its blocks. One that cannot be read is passed over: its messages show as imbalance. */
    static final class Blocks implements KafkaRecordDeserializationSchema<ReadingBlock> {
        private static final long serialVersionUID = 1;
        private static final Logger log = LoggerFactory.getLogger(ReadingsSource.class);

        private final String job;

        @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
        private transient JobMeters meters;

        Blocks(String job) {
            this.job = job;
        }

        @Override
        public void open(InitializationContext context) {
            meters = JobMeters.of(job, context.getMetricGroup());
        }

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<ReadingBlock> out) {
            byte[] value = record.value();
            if (value == null) {
                passOver(record, "value must be present, was not");
                return;
            }
            try {
                TelemetryBatch batch = TelemetryBatchCodec.decode(value);
                for (DeviceBlock block : batch.blocks()) {
                    out.collect(new ReadingBlock(batch.spool(), block));
                }
            } catch (CorruptBatchException e) {
                passOver(record, String.valueOf(e.getMessage()));
            }
        }

        private void passOver(ConsumerRecord<byte[], byte[]> record, String why) {
            meters.undecodable();
            log.atError()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("why", why)
                    .log("batch cannot be read and is not counted");
        }

        @Override
        public TypeInformation<ReadingBlock> getProducedType() {
            return JobTypes.BLOCK;
        }
    }
}
