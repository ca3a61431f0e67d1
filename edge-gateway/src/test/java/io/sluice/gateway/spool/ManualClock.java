package io.sluice.gateway.spool;

import java.time.Duration;

/** Time that passes when told. */
public final class ManualClock implements SpoolClock {
    private long nanos = 1;

    public void pass(Duration time) {
        nanos += time.toNanos();
    }

    @Override
    public long wallMillis() {
        return 1_700_000_000_000L + nanos / 1_000_000;
    }

    @Override
    public long nanos() {
        return nanos;
    }
}
