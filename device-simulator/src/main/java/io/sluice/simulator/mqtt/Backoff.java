package io.sluice.simulator.mqtt;

import java.util.SplittableRandom;

/**
 * Exponential back-off with full jitter (Brooker, <i>Exponential Backoff and Jitter</i>, AWS Architecture Blog, 2015):
 * a random wait below a ceiling that doubles with each failure, so that a fleet that lost its broker does not come back
 * in one wave. Where the broker has said why, the ceilings are higher: {@link Setback}.
 */
final class Backoff {
    private final SplittableRandom random;
    private int failures;

    Backoff(SplittableRandom random) {
        this.random = random;
    }

    long nextMillis(Setback setback) {
        long ceiling = Math.min(setback.lastCeilingMillis, setback.firstCeilingMillis << Math.min(failures, 10));
        failures++;
        return random.nextLong(ceiling) + 1;
    }

    void reset() {
        failures = 0;
    }
}
