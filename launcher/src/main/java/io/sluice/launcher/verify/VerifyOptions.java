package io.sluice.launcher.verify;

import io.sluice.simulator.fleet.Mutation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * @param mutation what is to be planted, null for nothing
 * @param history where the history is written down, null for nowhere
 * @param topicPrefix of the pipeline's topics
 */
public record VerifyOptions(
        String scenario,
        int devices,
        long seed,
        Duration time,
        String faults,
        @Nullable Planted mutation,
        @Nullable Path history,
        String topicPrefix) {
    /** A fault that the judge must find. */
    public enum Planted {
        LOSE,
        LOSE_LATE,
        DOUBLE,
        CHANGE,
        MISSTATE,
        LATE,
        WILL,
        DEATH;

        /** As a device of the fleet does it; empty where that has no part in it. */
        Optional<Mutation> ofFleet() {
            return this == DOUBLE || this == MISSTATE ? Optional.empty() : Optional.of(Mutation.valueOf(name()));
        }

        /** As the command line has it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
