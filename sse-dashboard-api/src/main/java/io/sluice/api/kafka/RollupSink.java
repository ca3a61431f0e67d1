package io.sluice.api.kafka;

import io.sluice.api.history.ArrivedRollup;
import io.sluice.api.history.TierStore;
import io.sluice.model.rollup.Rollup;
import io.sluice.model.rollup.RollupCodec;
import io.sluice.model.rollup.RollupFormatException;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A tier's topic into its rings. */
final class RollupSink implements TopicSink {
    private static final long EVICT_MILLIS = 10_000;
    /** About what a window takes beside its record. */
    private static final int WINDOW_BYTES = 256;
    /** What may be read beyond the budget before it is looked at again. */
    private static final int BUDGET_PARTS = 8;

    private final TierStore store;
    private final Clock clock;
    private final long budgetBytes;
    private long evictedMillis;
    private long arrivedBytes;

    RollupSink(TierStore store, Clock clock, long budgetBytes) {
        this.store = store;
        this.clock = clock;
        this.budgetBytes = budgetBytes;
    }

    @Override
    public void beginAt(int partition, long offset) {
        store.beginAt(partition, offset);
    }

    @Override
    public boolean accept(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value == null) {
            return false;
        }
        try {
            Rollup rollup = RollupCodec.decode(value);
            if (rollup.tier() != store.tier()) {
                return false;
            }
            store.apply(ArrivedRollup.of(rollup, value, record.partition(), record.offset(), record.timestamp()));
            arrivedBytes += WINDOW_BYTES + value.length;
            return true;
        } catch (RollupFormatException e) {
            return false;
        }
    }

    @Override
    public void advance(int partition, long offset) {
        store.advance(partition, offset);
        long now = clock.millis();
        if (Math.abs(now - evictedMillis) >= EVICT_MILLIS || arrivedBytes > budgetBytes / BUDGET_PARTS) {
            evictedMillis = now;
            arrivedBytes = 0;
            store.evict(now, budgetBytes);
        }
    }
}
