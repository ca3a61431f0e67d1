package io.sluice.launcher.figures;

import java.time.Duration;

/** Time passes by pauses alone. */
public final class FakePace implements Pace {
    private volatile long nanos;

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public void pause(Duration time) {
        nanos += time.toNanos();
    }

    /** Since it was made. */
    public Duration passed() {
        return Duration.ofNanos(nanos);
    }
}
