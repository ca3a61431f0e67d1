package io.sluice.model.batch;

import com.google.protobuf.InvalidProtocolBufferException;
import io.sluice.model.batch.proto.TelemetryBatchRecord;

/**
 * Batches as bytes and back, bit for bit, in the order given: {@code telemetry_batch.proto}. The bytes are meant to be
 * compressed once, by the Kafka producer. Thread-safe.
 */
public final class TelemetryBatchCodec {
    private TelemetryBatchCodec() {}

    /** @throws IllegalArgumentException where a number is not finite */
    public static byte[] encode(TelemetryBatch batch) {
        return new BatchEncoder().encode(batch).toByteArray();
    }

    /**
     * Takes memory in proportion to the bytes, whatever they claim to hold.
     *
     * @throws CorruptBatchException where the bytes are no batch, or one that no encoder of ours writes
     */
    public static TelemetryBatch decode(byte[] bytes) {
        try {
            return new BatchDecoder(TelemetryBatchRecord.parseFrom(bytes)).decode();
        } catch (InvalidProtocolBufferException e) {
            throw new CorruptBatchException("batch must be Protobuf, was not: " + e.getMessage(), e);
        }
    }
}
