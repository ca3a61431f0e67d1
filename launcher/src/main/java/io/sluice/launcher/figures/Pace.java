package io.sluice.launcher.figures;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Elapsed time, and how it is let pass. */
public interface Pace {
    Pace REAL = new Pace() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void pause(Duration time) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        }
    };

    long nanoTime();

    void pause(Duration time) throws InterruptedException;
}
