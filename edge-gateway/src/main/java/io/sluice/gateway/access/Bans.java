package io.sluice.gateway.access;

import java.time.Duration;

/** Counts what somebody does too often, in windows of a minute, and bans them for a while. Not thread-safe. */
final class Bans {
    private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();

    private final RecentTable<String, Tally> tallies;
    private final int limit;
    private final long banNanos;

    private static final class Tally {
        private long windowFromNanos;
        private int count;
        private boolean isBanned;
        private long bannedFromNanos;
    }

    Bans(int limit, Duration ban, int capacity) {
        this.tallies = new RecentTable<>(capacity);
        this.limit = limit;
        this.banNanos = ban.toNanos();
    }

    boolean isBanned(String who, long nowNanos) {
        Tally tally = tallies.find(who);
        if (tally == null || !tally.isBanned) {
            return false;
        }
        tally.isBanned = nowNanos - tally.bannedFromNanos < banNanos;
        return tally.isBanned;
    }

    /** @return whether this was once too often */
    boolean count(String who, long nowNanos) {
        Tally tally = tallies.of(who, () -> fresh(nowNanos));
        if (nowNanos - tally.windowFromNanos >= WINDOW_NANOS) {
            tally.windowFromNanos = nowNanos;
            tally.count = 0;
        }
        tally.count++;
        if (tally.count <= limit) {
            return false;
        }
        tally.count = 0;
        tally.windowFromNanos = nowNanos;
        tally.isBanned = true;
        tally.bannedFromNanos = nowNanos;
        return true;
    }

    private static Tally fresh(long nowNanos) {
        Tally tally = new Tally();
        tally.windowFromNanos = nowNanos;
        return tally;
    }

    int size() {
        return tallies.size();
    }
}
