package io.sluice.launcher.verify;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * @param mutation what is to be planted, null for nothing
 * @param topicPrefix of the pipeline's topics
 */
public record VerifyOptions(
        String scenario,
        int devices,
        long seed,
        Duration time,
        String faults,
        @Nullable Planted mutation,
        String topicPrefix) {
    /** A fault that the judge must find. */
    public enum Planted {
        LOSE,
        DOUBLE,
        CHANGE,
        LATE,
        WILL,
        DEATH
    }
}
