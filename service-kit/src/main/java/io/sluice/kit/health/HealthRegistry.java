package io.sluice.kit.health;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The checks of all services of one process. Thread-safe. */
public final class HealthRegistry {
    private final List<HealthCheck> live = new CopyOnWriteArrayList<>();
    private final List<HealthCheck> ready = new CopyOnWriteArrayList<>();

    /** A process that is not live has to be restarted. */
    public void live(HealthCheck check) {
        live.add(check);
    }

    /** A process that is not ready should get no work yet. */
    public void ready(HealthCheck check) {
        ready.add(check);
    }

    public HealthReport live() {
        return report(live);
    }

    public HealthReport ready() {
        return report(ready);
    }

    private static HealthReport report(List<HealthCheck> checks) {
        return new HealthReport(checks.stream()
                .map(check -> new HealthReport.Line(check.name(), ask(check)))
                .toList());
    }

    private static HealthState ask(HealthCheck check) {
        try {
            return check.check();
        } catch (RuntimeException e) {
            return HealthState.down("check failed: " + e);
        }
    }
}
