package io.sluice.model.batch;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchRoundTripTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void anyBatchComesBackBitForBitAndInOrder(long seed) {
        RandomBatches batches = new RandomBatches(seed);
        for (int i = 0; i < 100; i++) {
            TelemetryBatch batch = batches.next();
            TelemetryBatch decoded = TelemetryBatchCodec.decode(TelemetryBatchCodec.encode(batch));
            SameBatch.assertSame(batch, decoded, "seed " + seed + ", batch " + i);
        }
    }
}
