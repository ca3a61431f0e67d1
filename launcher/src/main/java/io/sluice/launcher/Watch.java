package io.sluice.launcher;

import io.sluice.kit.health.HealthReport;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a signal, and ends the process by itself when it is no longer alive. */
final class Watch {
    private static final Logger log = LoggerFactory.getLogger(Watch.class);
    private static final Duration STEP = Duration.ofMillis(100);

    private final StopSignal stop;
    private final Supplier<HealthReport> live;

    Watch(StopSignal stop, Supplier<HealthReport> live) {
        this.stop = stop;
        this.live = live;
    }

    /** False where a signal or a dead service came first. */
    boolean untilReady(Supplier<HealthReport> ready) throws InterruptedException {
        while (!ready.get().isUp()) {
            if (stop.await(STEP) || isDead()) {
                return false;
            }
        }
        return true;
    }

    /** The exit code: done after a signal, no after a death. */
    int untilStopped() throws InterruptedException {
        while (!stop.await(STEP)) {
            if (isDead()) {
                return ExitCode.VERDICT_NO;
            }
        }
        return ExitCode.DONE;
    }

    boolean isDead() {
        HealthReport report = live.get();
        if (report.isUp()) {
            return false;
        }
        log.atError().addKeyValue("report", report.toJson()).log("a service has died, draining the others");
        return true;
    }
}
