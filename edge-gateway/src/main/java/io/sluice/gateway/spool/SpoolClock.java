package io.sluice.gateway.spool;

import java.time.Clock;

/** The two times a spool needs. */
public interface SpoolClock {
    /** Milliseconds since 1970, for people. */
    long wallMillis();

    /** As {@link System#nanoTime}, for durations. */
    long nanos();

    static SpoolClock of(Clock clock) {
        return new SpoolClock() {
            @Override
            public long wallMillis() {
                return clock.millis();
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }
        };
    }
}
