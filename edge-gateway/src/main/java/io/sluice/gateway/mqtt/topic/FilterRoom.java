package io.sluice.gateway.mqtt.topic;

import io.sluice.gateway.access.Account;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What there is room for among the subscriptions of all clients, in bytes of the broker's memory: by estimate, since it
 * makes a node of its tree for each level, whose text is the filter's. Thread-safe.
 */
public final class FilterRoom {
    /** A quarter of the heap that the gateway is started with; a filter of one device's commands takes 1.3 KiB. */
    private static final long MAX_BYTES = 128L << 20;

    private static final int BYTES_A_LEVEL = 256;

    /** Of all there is. One device has that of 1,600 filters of its commands. */
    private static final int DEVICES_SHARE = 64;

    private static final int SPEAKERS_SHARE = 4;

    private final long maxBytes;
    private final Map<Account, Long> takenBy = new HashMap<>();
    private long taken;

    public FilterRoom() {
        this(MAX_BYTES);
    }

    FilterRoom(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** @param account null where nobody is asked who they are: there is no share then */
    synchronized boolean take(@Nullable Account account, String filter) {
        long bytes = bytesOf(filter);
        if (taken + bytes > maxBytes || (account != null && bytes > left(account))) {
            return false;
        }
        add(account, bytes);
        return true;
    }

    private long left(Account account) {
        return maxBytes / (account.isOneDevice() ? DEVICES_SHARE : SPEAKERS_SHARE) - takenBy.getOrDefault(account, 0L);
    }

    synchronized void leave(@Nullable Account account, String filter) {
        add(account, -bytesOf(filter));
    }

    private void add(@Nullable Account account, long bytes) {
        taken += bytes;
        if (account != null && takenBy.merge(account, bytes, Long::sum) == 0) {
            takenBy.remove(account);
        }
    }

    public synchronized long takenBytes() {
        return taken;
    }

    private static long bytesOf(String filter) {
        long levels = 1 + filter.chars().filter(c -> c == '/').count();
        return levels * BYTES_A_LEVEL + filter.length();
    }
}
