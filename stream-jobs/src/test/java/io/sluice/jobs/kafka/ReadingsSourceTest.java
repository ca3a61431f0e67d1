package io.sluice.jobs.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.jobs.flink.JobMeters;
import io.sluice.jobs.rollup.ReadingBlock;
import io.sluice.model.batch.CountedMessage;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.LedgerCarry;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.batch.TelemetryBatchCodec;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.Provenance;
import io.sluice.model.message.ReadingKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadingsSourceTest {
    private static final String JOB = "source-test";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ReadingsSource.Blocks blocks = new ReadingsSource.Blocks(JOB);
    private final List<ReadingBlock> collected = new ArrayList<>();

    @BeforeEach
    void open() {
        JobMeters.register(JOB, meters);
        blocks.open(new NoContext());
    }

    @AfterEach
    void forget() {
        JobMeters.forget(JOB);
    }

    @Test
    void splitsABatchIntoTheBlocksOfItsDevices() {
        List<DeviceBlock> sent = List.of(block("a"), block("b"));
        take(TelemetryBatchCodec.encode(new TelemetryBatch("spool-1", sent, List.of())));
        assertEquals(
                List.of(new ReadingBlock("spool-1", sent.get(0)), new ReadingBlock("spool-1", sent.get(1))), collected);
    }

    @Test
    void passesOverWhatIsNoBatchAndCountsIt() {
        take(new byte[] {9, 9, 9});
        take(null);
        assertTrue(collected.isEmpty());
        assertEquals(2, meters.get("sluice.jobs.undecodable").counter().count());
    }

    private void take(byte @Nullable [] value) {
        blocks.deserialize(new ConsumerRecord<>("telemetry.readings", 0, 7, null, value), new ToList());
    }

    private static DeviceBlock block(String device) {
        DeviceId id = DeviceId.of("site", device);
        DeviceMessage message = new DeviceMessage(
                id,
                "e",
                1,
                1_732_410_000_000L,
                Provenance.DEVICE,
                new String[] {"t"},
                new ReadingKind[] {ReadingKind.NUMBER},
                new double[] {21.4},
                null);
        return new DeviceBlock(id, "e", new LedgerCarry(4, 5), List.of(new CountedMessage(0, message)));
    }

    private final class ToList implements Collector<ReadingBlock> {
        @Override
        public void collect(ReadingBlock block) {
            collected.add(block);
        }

        @Override
        public void close() {}
    }
}
