package io.sluice.kit.health;

import java.util.function.Supplier;

/** Answers at once from what the service already knows; never blocks. */
public interface HealthCheck {
    String name();

    HealthState check();

    static HealthCheck of(String name, Supplier<HealthState> check) {
        return new HealthCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public HealthState check() {
                return check.get();
            }
        };
    }
}
