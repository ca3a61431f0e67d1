package io.sluice.gateway.access;

import java.util.concurrent.TimeUnit;

/**
 * A rate with a second's burst. What was taken is taken, into debt if need be: its owner then waits until the debt is
 * paid. Not thread-safe.
 */
public final class TokenBucket {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final double perSecond;
    private double tokens;
    private long filledAtNanos;

    public TokenBucket(long perSecond, long nowNanos) {
        this.perSecond = perSecond;
        this.tokens = perSecond;
        this.filledAtNanos = nowNanos;
    }

    /** @return for how long to take nothing more, 0 where there is no debt */
    public long take(long amount, long nowNanos) {
        fill(nowNanos);
        tokens -= amount;
        return tokens >= 0 ? 0 : (long) Math.ceil(-tokens / perSecond * NANOS);
    }

    /** Takes the amount only where there is so much. */
    boolean tryTake(long amount, long nowNanos) {
        fill(nowNanos);
        if (tokens < amount) {
            return false;
        }
        tokens -= amount;
        return true;
    }

    private void fill(long nowNanos) {
        tokens = Math.min(perSecond, tokens + (nowNanos - filledAtNanos) / NANOS * perSecond);
        filledAtNanos = nowNanos;
    }
}
