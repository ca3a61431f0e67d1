package io.sluice.simulator.scenario;

import io.sluice.simulator.signal.Noise;

/** Something that happens to a device once in a while, somewhere in each stretch of that length. In milliseconds. */
public record Spells(long everyMillis, long forMillis) {
    /** Never. */
    public static final Spells NONE = new Spells(0, 0);

    boolean never() {
        return everyMillis == 0;
    }

    /** Whether one is on. */
    public boolean isOn(long seed, long millis) {
        if (never()) {
            return false;
        }
        long start = start(seed, millis / everyMillis);
        return millis >= start && millis < start + forMillis;
    }

    /** How many have begun. */
    public long begun(long seed, long millis) {
        if (never()) {
            return 0;
        }
        long stretch = millis / everyMillis;
        return stretch + (millis >= start(seed, stretch) ? 1 : 0);
    }

    /** When next one begins or ends. */
    public long nextEdge(long seed, long millis) {
        if (never()) {
            return Long.MAX_VALUE;
        }
        long stretch = millis / everyMillis;
        long start = start(seed, stretch);
        if (millis < start) {
            return start;
        }
        return millis < start + forMillis ? start + forMillis : start(seed, stretch + 1);
    }

    private long start(long seed, long stretch) {
        return stretch * everyMillis + (long) (Noise.uniform(seed, stretch) * (everyMillis - forMillis));
    }
}
