package io.sluice.gateway.access;

import java.time.Duration;

/** Counts what somebody does too often, in windows of a minute, and bans them for a while. Not thread-safe. */
final class Bans {
    private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();

    private final RecentTable<Record> records;
    private final int limit;
    private final long banNanos;

    private static final class Record {
        private long windowFromNanos;
        private int count;
        private boolean isBanned;
        private long bannedFromNanos;
    }

    Bans(int limit, Duration ban, int capacity) {
        this.records = new RecentTable<>(capacity);
        this.limit = limit;
        this.banNanos = ban.toNanos();
    }

    boolean isBanned(String who, long nowNanos) {
        Record record = records.find(who);
        if (record == null || !record.isBanned) {
            return false;
        }
        record.isBanned = nowNanos - record.bannedFromNanos < banNanos;
        return record.isBanned;
    }

    /** @return whether this was once too often */
    boolean count(String who, long nowNanos) {
        Record record = records.of(who, () -> fresh(nowNanos));
        if (nowNanos - record.windowFromNanos >= WINDOW_NANOS) {
            record.windowFromNanos = nowNanos;
            record.count = 0;
        }
        record.count++;
        if (record.count <= limit) {
            return false;
        }
        record.count = 0;
        record.windowFromNanos = nowNanos;
        record.isBanned = true;
        record.bannedFromNanos = nowNanos;
        return true;
    }

    private static Record fresh(long nowNanos) {
        Record record = new Record();
        record.windowFromNanos = nowNanos;
        return record;
    }

    int size() {
        return records.size();
    }
}
