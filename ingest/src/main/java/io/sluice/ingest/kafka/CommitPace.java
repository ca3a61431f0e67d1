package io.sluice.ingest.kafka;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When a stream thread's transaction is to end: an interval after the one before, and not before the thread has worked
 * for as long as that held it up, which is the longest time since that it did not call. Streams' own interval knows
 * only the former, so that the longer a commit takes, the less is done between two: on a machine that had no time left
 * it was ten batches to each commit of a second, and what waited grew. Belongs to one stream thread, which must
 * {@link #tick} more often than each interval.
 */
final class CommitPace {
    /** However long the thread was held up: a transaction has five seconds. */
    private static final long MAX_WORK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long intervalNanos;
    private long calledNanos;
    private long askedNanos;
    private long heldUpNanos;
    private long resumedNanos;
    private boolean hasWork;
    private @Nullable Object ticker;

    CommitPace(long intervalNanos, long nowNanos) {
        this.intervalNanos = intervalNanos;
        this.calledNanos = nowNanos;
        this.askedNanos = nowNanos - intervalNanos;
        this.resumedNanos = nowNanos;
    }

    boolean isTicking() {
        return ticker != null;
    }

    /** From now on that calls {@link #tick}. */
    void ticksBy(Object who) {
        ticker = who;
    }

    /** No matter where it never did. */
    void endsTickingBy(Object who) {
        if (ticker == who) {
            ticker = null;
        }
    }

    /** Something was done that has to be committed. Returns whether to ask for that now. */
    boolean worked(long nowNanos) {
        hasWork = true;
        return tick(nowNanos);
    }

    /** Returns whether to ask for a commit now, of something that was done before. */
    boolean tick(long nowNanos) {
        long gap = nowNanos - calledNanos;
        calledNanos = nowNanos;
        if (gap > heldUpNanos) {
            heldUpNanos = gap;
            resumedNanos = nowNanos;
        }
        boolean isDue = hasWork
                && nowNanos - askedNanos >= intervalNanos
                && nowNanos - resumedNanos >= Math.min(heldUpNanos, MAX_WORK_NANOS);
        if (isDue) {
            askedNanos = nowNanos;
            heldUpNanos = 0;
            hasWork = false;
        }
        return isDue;
    }
}
