package io.sluice.model.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

/** Equality of batches down to the bits: records compare a payload by reference. */
final class SameBatch {
    private static final byte[] NONE = {};

    private SameBatch() {}

    static void assertSame(TelemetryBatch expected, TelemetryBatch actual, String hint) {
        assertEquals(expected.spool(), actual.spool(), hint);
        assertEquals(expected.blocks(), actual.blocks(), hint);
        assertEquals(expected.deaths(), actual.deaths(), hint);
        assertEquals(withoutPayloads(expected), withoutPayloads(actual), hint);
        for (int i = 0; i < expected.rejected().size(); i++) {
            assertArrayEquals(
                    expected.rejected().get(i).payload(),
                    actual.rejected().get(i).payload(),
                    hint);
        }
    }

    private static List<RejectedMessage> withoutPayloads(TelemetryBatch batch) {
        return batch.rejected().stream()
                .map(r -> new RejectedMessage(
                        r.counter(), r.reason(), r.detail(), r.device(), r.readable(), r.topic(), NONE, r.atMillis()))
                .toList();
    }
}
