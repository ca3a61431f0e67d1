package io.sluice.gateway.spool;

/**
 * Tells when a group should grow before it is written. A group costs a force, and the waking of all who wait for it:
 * about as much processor time as a hundred messages, and on a fast disk no more than some dozens come while one force
 * runs. So in a rush, where a large group came within the time that one may wait, the next group waits until it is
 * large. Where that does not happen in time, all there was to come was waiting for its acknowledgement, and to wait was
 * wrong: it is tried again after twice as many groups each time. PostgreSQL waits likewise where other transactions are
 * under way ({@code commit_delay}). Not thread-safe.
 */
final class GroupPace {
    /** Entries among which a group's own cost is small. */
    static final int LARGE = 256;

    /** How long a group may wait to become large. */
    static final long AT_MOST_MILLIS = 2;

    private static final int MAX_GROUPS_BETWEEN = 1024;
    private static final long AT_MOST_NANOS = AT_MOST_MILLIS * 1_000_000;

    private final SpoolClock clock;
    private long countedFromNanos;
    private int counted;
    private boolean isRush;
    private int groupsToGo;
    private int groupsBetween = 1;

    GroupPace(SpoolClock clock) {
        this.clock = clock;
        this.countedFromNanos = clock.nanos();
    }

    /**
     * Whether the next group should be waited for.
     *
     * @param entries of the group that was written just now: as many as came since the one before it
     */
    boolean isWorthWaiting(int entries) {
        count(entries);
        if (isRush && groupsToGo > 0) {
            groupsToGo--;
            return false;
        }
        return isRush;
    }

    /** What came of the wait. */
    void waited(boolean isLarge) {
        groupsToGo = isLarge ? 0 : groupsBetween;
        groupsBetween = isLarge ? 1 : Math.min(2 * groupsBetween, MAX_GROUPS_BETWEEN);
    }

    /** Over several groups, if need be: what piles up behind a stall comes in one or two, and is no rush. */
    private void count(int entries) {
        long nowNanos = clock.nanos();
        long nanos = nowNanos - countedFromNanos;
        counted += entries;
        if (counted >= LARGE || nanos > AT_MOST_NANOS) {
            isRush = counted * AT_MOST_NANOS >= LARGE * nanos;
            counted = 0;
            countedFromNanos = nowNanos;
        }
    }
}
