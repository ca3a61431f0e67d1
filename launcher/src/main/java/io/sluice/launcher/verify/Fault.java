package io.sluice.launcher.verify;

import java.time.Duration;

/**
 * One thing that is done to the pipeline or its network.
 *
 * @param at since the fleet's start
 * @param target a process; for {@code RESET} how many connections share one that is reset
 * @param lasting how long a pause lasts, zero for the others
 */
public record Fault(Duration at, Kind kind, String target, Duration lasting) {
    /** What is done. */
    public enum Kind {
        KILL,
        PAUSE,
        RESET
    }

    @Override
    public String toString() {
        String what = at.toSeconds() + "s " + kind.name().toLowerCase(java.util.Locale.ROOT) + " " + target;
        return lasting.isZero() ? what : what + " " + lasting.toSeconds() + "s";
    }
}
