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
    private static final Duration STEP = Duration.ofMillis(250);
    private static final Duration TOLD_WITHIN = Duration.ofMinutes(1);
    /** Who has said nothing by then has nothing to say for long. */
    private static final Duration SAID_WITHIN = Duration.ofSeconds(10);

    private final FleetHistory truth;
    private final IntSupplier told;
    private final Pace pace;

    /** @param told how many frames a viewer was told that were due only after it had come */
    LiveCheck(FleetHistory truth, IntSupplier told, Pace pace) {
        this.truth = truth;
        this.told = told;
        this.pace = pace;
    }

    /** Waits until the stream has told something, while the fleet talks. Nothing where it did, or nobody talked. */
    Optional<Finding> await() throws InterruptedException {
        int toldBefore = told.getAsInt();
        long saidBefore = truth.count(Outcome.ACKED);
        long sinceNanos = pace.nanoTime();
        boolean isSaid = false;
        while (told.getAsInt() == toldBefore) {
            long waited = pace.nanoTime() - sinceNanos;
            if (!isSaid && truth.count(Outcome.ACKED) > saidBefore) {
                isSaid = true;
                sinceNanos = pace.nanoTime();
            } else if (!isSaid && waited > SAID_WITHIN.toNanos()) {
                return Optional.empty();
            } else if (isSaid && waited > TOLD_WITHIN.toNanos()) {
                String detail = "must tell of what is said within " + TOLD_WITHIN.toSeconds()
                        + " s, told only what it owed, or nothing";
                return Optional.of(new Finding(Kind.STREAM_DIFFERS, "*", "", 0, "live", detail, ""));
            }
            pace.pause(STEP);
        }
        return Optional.empty();
    }
}
