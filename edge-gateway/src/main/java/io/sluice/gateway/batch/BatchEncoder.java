package io.sluice.gateway.batch;

import io.sluice.model.batch.TelemetryBatch;

/** Turns a batch into the bytes of a Kafka record. */
@FunctionalInterface
public interface BatchEncoder {
    byte[] encode(TelemetryBatch batch);
}
