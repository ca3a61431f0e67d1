package io.sluice.bench.gateway;

import io.sluice.bench.mqtt.LoadClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Fifty devices' usual rate: what good devices do while their acknowledgements are timed. */
final class Pacer {
    static final int CONNECTIONS = 50;
    static final int PER_SECOND = 2_000;
    static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;

    private Pacer() {}

    /**
     * Sends when a message is due, whether or not those before were answered; what is late is caught up at once.
     *
     * @return how many
     */
    static long pace(LoadClient client, Duration time) {
        long startNanos = System.nanoTime();
        long messages = time.toNanos() / PERIOD_NANOS;
        for (long i = 0; i < messages; i++) {
            awaitTime(startNanos + i * PERIOD_NANOS);
            client.sendOne(i);
        }
        return messages;
    }

    /** @param dueNanos as {@link System#nanoTime} has it */
    static void awaitTime(long dueNanos) {
        for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
