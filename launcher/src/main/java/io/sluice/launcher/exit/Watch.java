package io.sluice.launcher.exit;

import io.sluice.kit.health.HealthRegistry;
import io.sluice.kit.health.HealthReport;
import java.io.PrintWriter;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a signal, and ends the process by itself when it is no longer alive. */
public final class Watch {
    private static final Logger log = LoggerFactory.getLogger(Watch.class);
    private static final Duration STEP = Duration.ofMillis(100);

    private final StopSignal stop;
    private final HealthRegistry health;

    public Watch(StopSignal stop, HealthRegistry health) {
        this.stop = stop;
        this.health = health;
    }

    /** Says {@code ready} once it is, and returns the exit code: done after a signal, no after a death. */
    public int run(PrintWriter out) throws InterruptedException {
        boolean announced = false;
        while (!stop.await(STEP)) {
            if (isDead()) {
                return ExitCode.VERDICT_NO;
            }
            if (!announced && health.ready().isUp()) {
                announced = true;
                out.println("ready");
                out.flush();
            }
        }
        return ExitCode.DONE;
    }

    public boolean isDead() {
        HealthReport report = health.live();
        if (report.isUp()) {
            return false;
        }
        log.atError().addKeyValue("report", report.toJson()).log("a service has died, draining the others");
        return true;
    }
}
