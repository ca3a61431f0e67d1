package io.sluice.gateway.spool;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Time that passes when told. */
public final class ManualClock implements SpoolClock {
    private long nanos = 1;
    private int cuts;
    private String boot = "boot-0";

    public void pass(Duration time) {
        nanos += time.toNanos();
    }

    /** The machine begins a run of its own, though the time of this clock goes on. */
    public void cutPower() {
        beginRun("boot-" + ++cuts);
    }

    void beginRun(String id) {
        boot = id;
    }

    /** As of a machine that is on for less long. */
    void turnBack(Duration time) {
        nanos -= time.toNanos();
    }

    /** The same time for those who ask a clock of Java's. */
    public Clock asClock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(wallMillis());
            }
        };
    }

    @Override
    public long wallMillis() {
        return 1_700_000_000_000L + nanos / 1_000_000;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public String boot() {
        return boot;
    }
}
