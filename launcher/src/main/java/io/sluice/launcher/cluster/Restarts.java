package io.sluice.launcher.cluster;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deaths of a process, and when it is started again: at once at first, then after a second, twice as long each time
 * it dies within a minute of its start, and a minute at most. Without a lock of its own.
 */
final class Restarts {
    private static final Logger log = LoggerFactory.getLogger(Restarts.class);
    /** After so many in a row nothing but another configuration helps one that was never ready. */
    private static final int MAX_DEATHS = 5;

    private static final Duration HEALTHY = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final String process;
    private final LongSupplier nanoTime;
    private boolean endless;
    private boolean planted;
    private int deaths;
    private int ends;
    private Duration wait = Duration.ZERO;
    /** Of the next start where it is dead. */
    private long startNanos;

    private @Nullable ProcessEnd end;

    Restarts(String process, LongSupplier nanoTime) {
        this.process = process;
        this.nanoTime = nanoTime;
    }

    void started() {
        startNanos = nanoTime.getAsLong();
        planted = false;
        end = null;
    }

    /** Who plants a fault wants to see what comes of it: a death in this life is followed by a start at once. */
    void planted() {
        planted = true;
    }

    /** From now on it is worth another start however often it dies. */
    void neverGiveUp() {
        endless = true;
    }

    /** Since it was started. */
    boolean isDead() {
        return end != null;
    }

    void died(ProcessEnd how) {
        end = how;
        if (!how.isKill()) {
            ends++;
        }
        Duration lived = Duration.ofNanos(nanoTime.getAsLong() - startNanos);
        Duration pause = planted ? Duration.ZERO : next(lived);
        startNanos = nanoTime.getAsLong() + pause.toNanos();
        log.atWarn()
                .addKeyValue("process", process)
                .addKeyValue("end", how)
                .addKeyValue("lived", lived.toSeconds() + " s")
                .addKeyValue("wait", pause.toSeconds() + " s")
                .log(isHopeless() ? "process died" : "process died, starting it again");
    }

    private Duration next(Duration lived) {
        deaths = lived.compareTo(HEALTHY) < 0 ? deaths + 1 : 1;
        wait = switch (deaths) {
            case 1 -> Duration.ZERO;
            case 2 -> Duration.ofSeconds(1);
            default -> shorter(wait.multipliedBy(2), LONGEST);
        };
        return wait;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    boolean isDue() {
        return isDead() && !isHopeless() && nanoTime.getAsLong() - startNanos >= 0;
    }

    /** How often it has ended by itself, and not by SIGKILL. */
    int ends() {
        return ends;
    }

    /** Why it is not worth another start, null while it is. */
    @Nullable
    String fault() {
        return isHopeless()
                ? process + " must stay alive, died " + deaths + " times in a row, at last with " + end
                : null;
    }

    private boolean isHopeless() {
        return !endless && deaths >= MAX_DEATHS;
    }
}
