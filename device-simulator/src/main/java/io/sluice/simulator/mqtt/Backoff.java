package io.sluice.simulator.mqtt;

import java.util.SplittableRandom;

/**
 * Exponential back-off with full jitter (Brooker, <i>Exponential Backoff and Jitter</i>, AWS Architecture Blog, 2015):
 * a random wait below a ceiling that doubles with each failure, so that a fleet that lost its broker does not come back
 * in one wave. A broker that says that it is busy is left alone for longer.
 */
final class Backoff {
    private static final long FIRST_CEILING_MILLIS = 100;
    private static final long LAST_CEILING_MILLIS = 10_000;
    private static final long FIRST_BUSY_CEILING_MILLIS = 1_000;
    private static final long LAST_BUSY_CEILING_MILLIS = 30_000;

    private final SplittableRandom random;
    private int failures;

    Backoff(SplittableRandom random) {
        this.random = random;
    }

    long nextMillis() {
        return next(FIRST_CEILING_MILLIS, LAST_CEILING_MILLIS);
    }

    /** After the broker has said that it has too much to do. */
    long nextBusyMillis() {
        return next(FIRST_BUSY_CEILING_MILLIS, LAST_BUSY_CEILING_MILLIS);
    }

    private long next(long first, long last) {
        long ceiling = Math.min(last, first << Math.min(failures, 10));
        failures++;
        return random.nextLong(ceiling) + 1;
    }

    void reset() {
        failures = 0;
    }
}
