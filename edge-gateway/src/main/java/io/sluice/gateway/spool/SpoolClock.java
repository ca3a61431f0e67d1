package io.sluice.gateway.spool;

import java.time.Clock;

/** The two times a spool needs, and the machine's run that they are of. */
public interface SpoolClock {
    /** Milliseconds since 1970, for people. */
    long wallMillis();

    /** As {@link System#nanoTime}, for durations. */
    long nanos();

    Boot boot();

    static SpoolClock of(Clock clock) {
        Boot boot = Boot.current();
        return new SpoolClock() {
            @Override
            public long wallMillis() {
                return clock.millis();
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public Boot boot() {
                return boot;
            }
        };
    }
}
