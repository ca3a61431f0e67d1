package io.sluice.jobs.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sluice.jobs.rollup.Outcome;
import io.sluice.jobs.rollup.Target;
import io.sluice.model.topic.TelemetryTopics;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema.KafkaSinkContext;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeSinkTest {
    private final OutcomeSink.Records records = new OutcomeSink.Records(TelemetryTopics.withPrefix("t"));

    @ParameterizedTest
    @CsvSource({
        "ROLLUP_1S, t.rollups.1s",
        "ROLLUP_10S, t.rollups.10s",
        "ROLLUP_1M, t.rollups.1m",
        "ROLLUP_1H, t.rollups.1h",
        "LATE, t.late",
        "LEDGER, t.ledger"
    })
    void eachTargetHasItsTopic(Target target, String topic) {
        assertEquals(topic, record(target).topic());
    }

    @Test
    void keepsThePartitionAndLetsTheProducerStampTheTimeOfWriting() {
        ProducerRecord<byte[], byte[]> record = record(Target.ROLLUP_1S);
        assertEquals(3, record.partition());
        assertNull(record.timestamp());
        assertArrayEquals(new byte[] {1}, record.key());
        assertArrayEquals(new byte[] {2}, record.value());
    }

    @Test
    void lateBatchesSayWhatTheyAre() {
        assertEquals(
                "application/vnd.sluice.batch+protobuf",
                new String(
                        record(Target.LATE).headers().lastHeader("content-type").value(), StandardCharsets.UTF_8));
    }

    private ProducerRecord<byte[], byte[]> record(Target target) {
        return records.serialize(new Outcome(target, 3, new byte[] {1}, new byte[] {2}), new NoSinkContext(), 99L);
    }

    private static final class NoSinkContext implements KafkaSinkContext {
        @Override
        public int getParallelInstanceId() {
            return 0;
        }

        @Override
        public int getNumberOfParallelInstances() {
            return 1;
        }

        @Override
        public int[] getPartitionsForTopic(String topic) {
            return new int[] {0, 1, 2, 3};
        }
    }
}
