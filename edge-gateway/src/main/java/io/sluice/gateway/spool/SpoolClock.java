package io.sluice.gateway.spool;

import io.sluice.gateway.spool.files.Boot;
import java.time.Clock;

/** The two times a spool needs, and the run of the machine that they are of. */
public interface SpoolClock {
    /** Milliseconds since 1970, for people. */
    long wallMillis();

    /**
     * As {@link System#nanoTime}, for durations. In one run of the machine all processes have the same: HotSpot takes
     * it from Linux's {@code CLOCK_MONOTONIC}.
     */
    long nanos();

    /** The machine's run, by its name; empty where that is not known. */
    String boot();

    static SpoolClock of(Clock clock) {
        String boot = Boot.id();
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
            public String boot() {
                return boot;
            }
        };
    }
}
