package io.sluice.gateway.mqtt.topic;

import io.sluice.gateway.access.Account;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The filters that one session has subscribed to, so many at most: the broker keeps each of them in memory.
 * Thread-safe, since for a moment a client's old and new connection share it.
 */
public final class HeldFilters {
    public static final int MAXIMUM = 1_024;

    /** Of retained messages that the broker sends for subscriptions: for the first as many as there are. */
    static final long MAX_OWED_BYTES = 4 << 20;

    private final FilterRoom room;
    private final @Nullable Account account;
    private @Nullable Set<String> filters;
    private @Nullable Set<String> asPublished;
    private long owedBytes;

    public HeldFilters(FilterRoom room, @Nullable Account account) {
        this.room = room;
        this.account = account;
    }

    /** Whether there is room for it; one that is there already takes none. */
    public synchronized boolean take(String filter) {
        if (filters == null) {
            filters = new HashSet<>();
        }
        return filters.contains(filter)
                || (filters.size() < MAXIMUM && room.take(account, filter) && filters.add(filter));
    }

    public synchronized boolean has(String filter) {
        return filters != null && filters.contains(filter);
    }

    /** @param isWanted whether RETAIN of what is sent for the filter is to be as its publisher said */
    public synchronized void wantAsPublished(String filter, boolean isWanted) {
        if (isWanted) {
            if (asPublished == null) {
                asPublished = new HashSet<>();
            }
            asPublished.add(filter);
        } else if (asPublished != null) {
            asPublished.remove(filter);
        }
    }

    /** Whether a filter of these that lets the topic through wants it so. */
    public synchronized boolean wantAsPublished(String topic) {
        return asPublished != null && asPublished.stream().anyMatch(filter -> new TopicFilter(filter).matches(topic));
    }

    /**
     * Whether the session may have so much more sent for a subscription: each brings all that is retained once more,
     * and the broker queues it without bound.
     */
    public synchronized boolean owe(long bytes) {
        if (owedBytes > 0 && owedBytes + bytes > MAX_OWED_BYTES) {
            return false;
        }
        owedBytes += bytes;
        return true;
    }

    /** All that was sent is answered. */
    public synchronized void settled() {
        owedBytes = 0;
    }

    public synchronized void leave(String filter) {
        if (filters != null && filters.remove(filter)) {
            room.leave(account, filter);
        }
        wantAsPublished(filter, false);
    }

    /** The session is over. */
    public synchronized void leaveAll() {
        if (filters != null) {
            filters.forEach(filter -> room.leave(account, filter));
            filters = null;
        }
        asPublished = null;
        owedBytes = 0;
    }
}
