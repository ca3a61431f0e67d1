package io.sluice.launcher.figures;

import io.sluice.api.ledger.LedgerBook;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** For how long the ledger has said the same. Not thread-safe. */
public final class Rest {
    /**
     * The ledger takes what it lacks for lost, and not for under way, only when nothing has moved for
     * {@link LedgerBook#SETTLE_MILLIS}: before, its residue has not said all. The 2 s are for facts that change no
     * figure and come last. A window of 10 s that the last message began is over by then, too, and shown.
     */
    public static final Duration LONG_ENOUGH =
            Duration.ofMillis(LedgerBook.SETTLE_MILLIS).plusSeconds(2);

    private @Nullable LedgerFigures last;
    private long sinceNanos;

    /**
     * Whether these figures have been the same for {@link #LONG_ENOUGH}, however long an answer was on its way.
     *
     * @param askedNanos before they were asked for
     * @param answeredNanos when they were there
     */
    public boolean isLongEnough(LedgerFigures figures, long askedNanos, long answeredNanos) {
        if (!figures.equals(last)) {
            last = figures;
            sinceNanos = answeredNanos;
        }
        return askedNanos - sinceNanos >= LONG_ENOUGH.toNanos();
    }

    /** Nobody knows what it says now: it begins anew. */
    public void end() {
        last = null;
    }
}
