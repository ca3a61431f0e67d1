package io.sluice.gateway.spool;

import java.time.Clock;

/** A process that says how its machine's run is called, and what time it is in it. */
final class BootTeller {
    private BootTeller() {}

    public static void main(String[] args) {
        SpoolClock clock = SpoolClock.of(Clock.systemUTC());
        System.out.println(clock.boot() + " " + clock.nanos());
    }
}
