package io.sluice.launcher.figures;

import java.io.IOException;
import java.time.Duration;

/** Waits until a pipeline that gets nothing any more has accounted for everything, as far as its ledger says. */
public final class Settling {
    private static final Duration STEP = Duration.ofMillis(500);

    private final PublicFigures figures;
    private final Pace pace;

    public Settling(PublicFigures figures) {
        this(figures, Pace.REAL);
    }

    Settling(PublicFigures figures, Pace pace) {
        this.figures = figures;
        this.pace = pace;
    }

    /**
     * The figures once they hold all that was acknowledged, or were balanced and at {@link Rest}, or else those at the
     * deadline. What devices were acknowledged is a truth beside the ledger: where the two agree there is no fact to
     * come that could tell of a loss. They do not where the ledger knows of an earlier run, or of messages that were
     * stored and whose acknowledgement was not heard.
     *
     * @param acknowledged messages
     */
    public LedgerFigures await(long acknowledged, Duration deadline) throws IOException, InterruptedException {
        long endNanos = pace.nanoTime() + deadline.toNanos();
        Rest rest = new Rest();
        while (true) {
            long askedNanos = pace.nanoTime();
            LedgerFigures now = figures.ledger();
            long answeredNanos = pace.nanoTime();
            boolean isAtRest = rest.isLongEnough(now, askedNanos, answeredNanos);
            if (now.holdsAll(acknowledged) || (isAtRest && now.isBalanced()) || answeredNanos - endNanos >= 0) {
                return now;
            }
            pace.pause(STEP);
        }
    }
}
