package io.sluice.gateway.batch;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Between spool and Kafka. A failed send opens it: everything in flight is given up then, and after a while one batch
 * is sent to see; its acknowledgement closes it. A sink that takes nothing, or does not answer for ten seconds, opens
 * it too, until it does. Whiles double, each shortened by up to half by chance, so that many gateways do not come back
 * at one moment. Belongs to the drain thread, but for {@link #acked}.
 */
final class Circuit {
    static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long FIRST_FAILED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LAST_FAILED_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long FIRST_AWAY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LAST_AWAY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RandomGenerator random;
    private final AtomicLong acks = new AtomicLong();
    private long seenAcks;
    private long unanswered;
    private long progressNanos;
    private long failedNanos;
    private long awayNanos;
    private long waitUntilNanos;
    private boolean isFailed;
    private boolean isAway;
    private boolean isSilent;
    private boolean isUnproven;
    private boolean isProbeSent;

    Circuit(RandomGenerator random) {
        this.random = random;
    }

    CircuitState state() {
        if (isFailed || isAway || isSilent) {
            return CircuitState.OPEN;
        }
        return isUnproven ? CircuitState.HALF_OPEN : CircuitState.CLOSED;
    }

    /** Any thread. */
    void acked() {
        acks.incrementAndGet();
    }

    /** Takes in what the sink has said since. */
    void look(long nowNanos) {
        long fresh = acks.get() - seenAcks;
        seenAcks += fresh;
        unanswered = Math.max(0, unanswered - fresh);
        if (fresh > 0 || unanswered == 0) {
            progressNanos = nowNanos;
            isSilent = false;
        } else if (nowNanos - progressNanos >= SILENCE_NANOS) {
            isSilent = true;
        }
        if (fresh > 0 && !isFailed) {
            isUnproven = false;
            failedNanos = 0;
        }
    }

    void failed(long nowNanos) {
        isFailed = true;
        isUnproven = true;
        failedNanos = doubled(failedNanos, FIRST_FAILED_NANOS, LAST_FAILED_NANOS);
        waitUntilNanos = nowNanos + jittered(failedNanos);
    }

    /** The sink was begun anew; what it still said before counts for nothing. */
    void restarted(long nowNanos) {
        isFailed = false;
        isSilent = false;
        isProbeSent = false;
        seenAcks = acks.get();
        unanswered = 0;
        progressNanos = nowNanos;
    }

    void refused(long nowNanos) {
        isAway = true;
        awayNanos = doubled(awayNanos, FIRST_AWAY_NANOS, LAST_AWAY_NANOS);
        waitUntilNanos = nowNanos + jittered(awayNanos);
    }

    private static long doubled(long nanos, long first, long last) {
        return nanos == 0 ? first : Math.min(nanos * 2, last);
    }

    private long jittered(long nanos) {
        return nanos - random.nextLong(nanos / 2);
    }

    /** For how long nothing is to be tried. */
    long waitNanos(long nowNanos) {
        return isFailed || isAway ? Math.max(0, waitUntilNanos - nowNanos) : 0;
    }

    boolean maySend() {
        return !isSilent && !(isUnproven && isProbeSent);
    }

    void sent() {
        isAway = false;
        awayNanos = 0;
        unanswered++;
        isProbeSent = true;
    }
}
