package io.sluice.gateway.batch;

import io.sluice.model.batch.TelemetryBatch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Keeps what it is sent; the test answers. A batch travels as its number. */
final class RecordingSink implements BatchSink, BatchEncoder {
    final List<Integer> partitions = new ArrayList<>();
    final List<TelemetryBatch> batches = new ArrayList<>();
    final List<Outcome> outcomes = new ArrayList<>();
    final List<TelemetryBatch> encoded = new ArrayList<>();
    boolean isAway;
    int restarts;

    @Override
    public byte[] encode(TelemetryBatch batch) {
        encoded.add(batch);
        return ByteBuffer.allocate(Integer.BYTES).putInt(encoded.size() - 1).array();
    }

    @Override
    public boolean trySend(int partition, byte[] batch, Outcome outcome) {
        if (isAway) {
            return false;
        }
        partitions.add(partition);
        batches.add(encoded.get(ByteBuffer.wrap(batch).getInt()));
        outcomes.add(outcome);
        return true;
    }

    @Override
    public void restart() {
        restarts++;
    }
}
