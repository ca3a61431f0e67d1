package io.sluice.ingest.kafka;

import io.sluice.model.batch.CountedMessage;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.DeviceDeath;
import io.sluice.model.batch.RejectedMessage;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.batch.TelemetryBatchCodec;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.Partitions;
import org.jspecify.annotations.Nullable;

/**
 * Lets batches in. A record that is none, or one whose devices belong on another partition, where another task keeps
 * their state, is corrupt; its counters then stay a hole that the ledger shows.
 */
final class BatchDoor {
    /** Far above any spool's life, far below where counting overflows. */
    private static final long MAX_COUNTER = 1L << 62;

    private final int partition;
    private final int partitions;

    sealed interface Opened {}

    record Batch(TelemetryBatch batch) implements Opened {}

    record Corrupt(String detail) implements Opened {}

    BatchDoor(int partition, int partitions) {
        this.partition = partition;
        this.partitions = partitions;
    }

    Opened open(byte @Nullable [] value) {
        if (value == null) {
            return new Corrupt("record must have a value, had none");
        }
        try {
            TelemetryBatch batch = TelemetryBatchCodec.decode(value);
            String fault = fault(batch);
            return fault == null ? new Batch(batch) : new Corrupt(fault);
        } catch (RuntimeException e) {
            // Decoding knows nothing but the bytes: whatever it throws, it throws for these bytes again.
            return new Corrupt(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable String fault(TelemetryBatch batch) {
        for (DeviceBlock block : batch.blocks()) {
            String fault = fault(block.device());
            for (CountedMessage counted : block.messages()) {
                fault = fault == null ? fault(counted.counter()) : fault;
            }
            if (fault != null) {
                return fault;
            }
        }
        for (RejectedMessage rejected : batch.rejected()) {
            DeviceId device = rejected.device();
            String fault = device == null ? null : fault(device);
            fault = fault == null ? fault(rejected.counter()) : fault;
            if (fault != null) {
                return fault;
            }
        }
        for (DeviceDeath death : batch.deaths()) {
            String fault = fault(death.device());
            fault = fault == null ? fault(death.beforeCounter()) : fault;
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private @Nullable String fault(DeviceId device) {
        int due = Partitions.of(device, partitions);
        return due == partition
                ? null
                : "device " + device + " must be on partition " + due + " of " + partitions + ", was on " + partition;
    }

    private static @Nullable String fault(long counter) {
        return counter >= 0 && counter <= MAX_COUNTER ? null : "counter must be 0 to 2^62, was " + counter;
    }
}
