package io.sluice.bench.mqtt;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** What all connections of a client count. Written by its event loop only; {@link #acked} may be read from anywhere. */
final class Tally {
    private final AtomicLong ackedSoFar = new AtomicLong();
    private long[] latencies = new long[1 << 12];
    private int timed;

    void acked(int count) {
        ackedSoFar.lazySet(ackedSoFar.get() + count);
    }

    long acked() {
        return ackedSoFar.get();
    }

    void latency(long nanos) {
        if (timed == latencies.length) {
            latencies = Arrays.copyOf(latencies, 2 * timed);
        }
        latencies[timed++] = nanos;
    }

    /** Those so far; on the event loop. */
    long[] takeLatencies() {
        long[] taken = Arrays.copyOf(latencies, timed);
        timed = 0;
        return taken;
    }
}
