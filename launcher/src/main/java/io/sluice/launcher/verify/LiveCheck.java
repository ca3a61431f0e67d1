package io.sluice.launcher.verify;

import io.sluice.launcher.figures.Pace;
import io.sluice.simulator.oracle.Finding;
import io.sluice.simulator.oracle.Finding.Kind;
import io.sluice.simulator.oracle.FleetHistory;
import io.sluice.simulator.oracle.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Once all is healed, what is said is told to who is listening. One that only gave what it owed when it is asked for
 * again would end up with the right windows, and be of no use.
 */
final class LiveCheck {
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final Duration TOLD_WITHIN = Duration.ofMinutes(4);
    /** Who has said nothing by then has nothing to say for long. */
    private static final Duration SAID_WITHIN = Duration.ofSeconds(10);
    /** What is said once may just have been owed. */
    private static final int STEPS_OF_TALK = 10;

    private final FleetHistory truth;
    private final IntSupplier told;
    private final Pace pace;

    /** @param told how many frames a viewer was told with a window that ended only after it had come */
    LiveCheck(FleetHistory truth, IntSupplier told, Pace pace) {
        this.truth = truth;
        this.told = told;
        this.pace = pace;
    }

    /**
     * Waits until the stream has told something, while the fleet talks. Nothing where it did, or hardly anyone talked.
     */
    Optional<Finding> await() throws InterruptedException {
        int toldBefore = told.getAsInt();
        long said = truth.count(Outcome.ACKED);
        long beginNanos = pace.nanoTime();
        int talked = 0;
        while (told.getAsInt() == toldBefore) {
            long saidNow = truth.count(Outcome.ACKED);
            talked += saidNow > said ? 1 : 0;
            said = saidNow;
            long waited = pace.nanoTime() - beginNanos;
            if (waited > (talked == 0 ? SAID_WITHIN : TOLD_WITHIN).toNanos()) {
                return talked < STEPS_OF_TALK ? Optional.empty() : Optional.of(silence());
            }
            pace.pause(STEP);
        }
        return Optional.empty();
    }

    private static Finding silence() {
        String detail = "must tell of what is said within " + TOLD_WITHIN.toSeconds()
                + " s, told only what it owed, or nothing";
        return new Finding(Kind.STREAM_DIFFERS, "*", "", 0, "live", detail, "");
    }
}
