package io.sluice.launcher.verify;

import io.sluice.launcher.verify.FaultKind.Part;
import java.time.Duration;

/**
 * One thing that is done to the pipeline, its network or its devices. What does not belong to its kind is empty, zero
 * or 1.
 *
 * @param at since the fleet's start
 * @param jump how far the clock stands off, forward or back
 * @param every each so manieth connection; 1 for all of them
 */
public record Fault(
        Duration at, FaultKind kind, String process, Duration delay, Duration jump, Duration lasting, int every) {

    static Fault kill(String process) {
        return of(FaultKind.KILL, process, Duration.ZERO);
    }

    static Fault of(FaultKind kind, String process, Duration lasting) {
        return new Fault(Duration.ZERO, kind, process, Duration.ZERO, Duration.ZERO, lasting, 1);
    }

    static Fault clockJump(String process, Duration jump, Duration lasting) {
        return new Fault(Duration.ZERO, FaultKind.CLOCK_JUMP, process, Duration.ZERO, jump, lasting, 1);
    }

    static Fault on(FaultKind kind, Duration delay, Duration lasting, int every) {
        return new Fault(Duration.ZERO, kind, "", delay, Duration.ZERO, lasting, every);
    }

    Fault at(Duration when) {
        return new Fault(when, kind, process, delay, jump, lasting, every);
    }

    Duration until() {
        return at.plus(lasting);
    }

    /** As a plan's line has it. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(at.toSeconds() + "s " + kind.word());
        if (kind.has(Part.PROCESS)) {
            line.append(' ').append(process);
        }
        if (kind.has(Part.DELAY)) {
            line.append(' ').append(delay.toMillis()).append("ms");
        }
        if (kind.has(Part.JUMP)) {
            line.append(' ').append(jump.isNegative() ? '-' : '+').append(inLargestUnit(jump.abs()));
        }
        if (kind.has(Part.LASTING)) {
            line.append(' ').append(lasting.toSeconds()).append('s');
        }
        if (kind.has(Part.SHARE)) {
            line.append(' ').append(every);
        }
        return line.toString();
    }

    private static String inLargestUnit(Duration time) {
        if (time.toSecondsPart() != 0) {
            return time.toSeconds() + "s";
        }
        return time.toMinutesPart() != 0 ? time.toMinutes() + "m" : time.toHours() + "h";
    }
}
