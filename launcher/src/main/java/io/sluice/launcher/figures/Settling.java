package io.sluice.launcher.figures;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Waits until a pipeline that gets nothing any more has accounted for everything, as far as its ledger says. */
public final class Settling {
    private static final Duration STEP = Duration.ofMillis(500);

    /** Each of three stages may publish its facts a second late. */
    private static final Duration QUIET = Duration.ofSeconds(4);

    private final PublicFigures figures;

    public Settling(PublicFigures figures) {
        this.figures = figures;
    }

    /** The figures once they were balanced and unchanged for a while, or else those at the deadline. */
    public LedgerFigures await(Duration deadline) throws IOException, InterruptedException {
        long endNanos = System.nanoTime() + deadline.toNanos();
        @Nullable LedgerFigures last = null;
        long sinceNanos = System.nanoTime();
        while (true) {
            LedgerFigures now = figures.ledger();
            long nanos = System.nanoTime();
            if (!now.equals(last) || !now.isBalanced()) {
                sinceNanos = nanos;
            }
            if (nanos - sinceNanos >= QUIET.toNanos() || nanos >= endNanos) {
                return now;
            }
            last = now;
            LockSupport.parkNanos(STEP.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
