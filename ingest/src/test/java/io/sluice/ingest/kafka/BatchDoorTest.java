package io.sluice.ingest.kafka;

import static io.sluice.ingest.TestMessages.PUMP;
import static io.sluice.ingest.TestMessages.SPOOL;
import static io.sluice.ingest.TestMessages.batch;
import static io.sluice.ingest.TestMessages.messageOf;
import static io.sluice.ingest.TestMessages.rejected;
import static io.sluice.ingest.TestMessages.rejectedBatch;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.batch.TelemetryBatchCodec;
import io.sluice.model.identity.Partitions;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchDoorTest {
    private static final int PARTITIONS = 12;
    private static final int OWN = Partitions.of(PUMP, PARTITIONS);
    private static final int OTHER = (OWN + 1) % PARTITIONS;

    @Test
    void aBatchOfThePartitionsOwnDevicesComesIn() {
        TelemetryBatch batch = batch(0, messageOf(PUMP, "e", 1, 1));

        assertEquals(new BatchDoor.Batch(batch), open(OWN, batch));
    }

    @Test
    void aDeviceOfAnotherPartitionHasItsStateElsewhere() {
        String fault = "device plant-1/pump-7 must be on partition " + OWN + " of 12, was on " + OTHER;

        assertEquals(new BatchDoor.Corrupt(fault), open(OTHER, batch(0, messageOf(PUMP, "e", 1, 1))));
        assertEquals(new BatchDoor.Corrupt(fault), open(OTHER, rejectedBatch(rejected(0))));
    }

    @Test
    void anEmptyBatchIsABatchAndNoValueIsNone() {
        TelemetryBatch empty = new TelemetryBatch(SPOOL, List.of(), List.of());

        assertEquals(new BatchDoor.Batch(empty), open(OWN, empty));
        assertEquals(
                new BatchDoor.Corrupt("record must have a value, had none"), new BatchDoor(OWN, PARTITIONS).open(null));
    }

    @Test
    void aCounterThatWouldOverflowIsRefused() {
        assertEquals(
                new BatchDoor.Corrupt("counter must be 0 to 2^62, was 9223372036854775807"),
                open(OWN, batch(Long.MAX_VALUE, messageOf(PUMP, "e", 1, 1))));
    }

    private static BatchDoor.Opened open(int partition, TelemetryBatch batch) {
        return new BatchDoor(partition, PARTITIONS).open(TelemetryBatchCodec.encode(batch));
    }
}
