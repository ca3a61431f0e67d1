package io.sluice.simulator.mqtt;

import java.util.SplittableRandom;

/**
 * Exponential back-off with full jitter (Brooker, <i>Exponential Backoff and Jitter</i>, AWS Architecture Blog, 2015):
 * a random wait below a ceiling that doubles with each failure, so that a fleet that lost its broker does not come back
 * in one wave.
 */
final class Backoff {
    private static final long FIRST_CEILING_MILLIS = 100;
    private static final long LAST_CEILING_MILLIS = 10_000;

    private final SplittableRandom random;
    private int failures;

    Backoff(SplittableRandom random) {
        this.random = random;
    }

    long nextMillis() {
        long ceiling = Math.min(LAST_CEILING_MILLIS, FIRST_CEILING_MILLIS << Math.min(failures, 10));
        failures++;
        return random.nextLong(ceiling) + 1;
    }

    void reset() {
        failures = 0;
    }
}
