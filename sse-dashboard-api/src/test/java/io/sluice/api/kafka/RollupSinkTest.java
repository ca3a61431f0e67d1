package io.sluice.api.kafka;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.TestRollups;
import io.sluice.api.history.TierStore;
import io.sluice.model.rollup.Rollup;
import io.sluice.model.rollup.RollupCodec;
import io.sluice.model.rollup.SeriesKey;
import io.sluice.model.rollup.Tier;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RollupSinkTest {
    private static final long NOW = 100_000_000;
    private static final SeriesKey SERIES = TestRollups.series("plant-1", "pump-7", "temperature");

    private final TierStore store = new TestRollups().tier(Tier.S1);

    /** At a start all that the topic holds may come within a second. */
    @Test
    void whatComesFasterThanTheClockGoesIsKeptWithinTheBudget() {
        RollupSink sink = new RollupSink(store, Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC), 1 << 20);
        long most = 0;
        for (int i = 0; i < 40_000; i++) {
            sink.accept(record(i, NOW - 40_000 + i));
            sink.advance(0, i + 1);
            most = Math.max(most, store.heldPoints());
        }
        assertTrue(most < 8_000 && store.heldPoints() > 1_000, "held " + most + ", then " + store.heldPoints());
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, long written) {
        Rollup rollup = TestRollups.rollup(SERIES, Tier.S1, 1_000 * offset, 0, 1.5);
        return new ConsumerRecord<>(
                "telemetry.rollups.1s",
                0,
                offset,
                written,
                TimestampType.CREATE_TIME,
                0,
                0,
                new byte[0],
                RollupCodec.encode(rollup),
                new RecordHeaders(),
                Optional.empty());
    }
}
