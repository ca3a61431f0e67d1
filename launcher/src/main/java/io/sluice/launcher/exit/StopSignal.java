package io.sluice.launcher.exit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;

/**
 * Ctrl-C and SIGTERM: the first asks to drain and end with 0, a second ends the process at once. A shutdown hook could
 * do neither: it would exit with 130, and the JVM ignores a second signal while hooks run.
 */
public final class StopSignal {
    private final CountDownLatch asked = new CountDownLatch(1);

    private StopSignal() {}

    public static StopSignal install() {
        StopSignal stop = new StopSignal();
        Signal.handle(new Signal("INT"), stop::received);
        Signal.handle(new Signal("TERM"), stop::received);
        return stop;
    }

    /** Whether a signal came before the time was over, which it may be already. */
    public boolean await(Duration time) throws InterruptedException {
        return asked.await(TimeUnit.NANOSECONDS.convert(time), TimeUnit.NANOSECONDS);
    }

    public boolean isAsked() {
        return asked.getCount() == 0;
    }

    private void received(Signal signal) {
        if (isAsked()) {
            Runtime.getRuntime().halt(128 + signal.getNumber());
        }
        asked.countDown();
    }
}
