package io.sluice.gateway.spool;

/**
 * Tells when a group should grow before it is written. A group costs a force, and the waking of all who wait for it:
 * about as much processor time as a hundred messages, and on a fast disk no more than some dozens come while one force
 * runs. So while many come, the next group waits until it is large, for a bounded time; while few come, nobody waits.
 * PostgreSQL waits likewise where other transactions are under way ({@code commit_delay}). Not thread-safe.
 */
final class GroupPace {
    /** Entries among which a group's own cost is small. */
    static final int LARGE = 256;

    static final long AT_MOST_MILLIS = 2;

    private static final long MANY_PER_MILLI = 50;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final SpoolClock clock;
    private long beforeNanos;

    GroupPace(SpoolClock clock) {
        this.clock = clock;
        this.beforeNanos = clock.nanos();
    }

    /** @param entries of the group that was written just now: as many as came since the one before it */
    boolean isRush(int entries) {
        long nowNanos = clock.nanos();
        long nanos = nowNanos - beforeNanos;
        beforeNanos = nowNanos;
        return entries * NANOS_PER_MILLI >= MANY_PER_MILLI * nanos;
    }
}
