package io.sluice.launcher.verify;

import java.util.List;

/**
 * What faults can be done to.
 *
 * @param processes by name; empty where all is one JVM
 * @param clocksJump whether this machine has what makes the clock of a process jump
 */
public record FaultTargets(List<String> processes, boolean clocksJump) {
    /** There is one JVM, of which nothing can be killed. */
    public static final FaultTargets ONE_JVM = new FaultTargets(List.of(), false);

    public FaultTargets {
        processes = List.copyOf(processes);
    }

    boolean allow(FaultKind kind) {
        return kind != FaultKind.CLOCK_JUMP || clocksJump;
    }
}
