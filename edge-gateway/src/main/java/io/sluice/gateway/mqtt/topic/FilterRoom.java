package io.sluice.gateway.mqtt.topic;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What there is room for among the subscriptions of all clients, in bytes of the broker's memory: by estimate, since it
 * makes a node of its tree for each level, whose text is the filter's. Thread-safe.
 */
public final class FilterRoom {
    /** A quarter of the heap that the gateway is started with; a filter of one device's commands takes 1.3 KiB. */
    private static final long MAX_BYTES = 128L << 20;

    private static final int BYTES_A_LEVEL = 256;

    private final long maxBytes;
    private final AtomicLong taken = new AtomicLong();

    public FilterRoom() {
        this(MAX_BYTES);
    }

    FilterRoom(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    boolean take(String filter) {
        long bytes = bytesOf(filter);
        if (taken.addAndGet(bytes) <= maxBytes) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    void leave(String filter) {
        taken.addAndGet(-bytesOf(filter));
    }

    public long takenBytes() {
        return taken.get();
    }

    private static long bytesOf(String filter) {
        long levels = 1 + filter.chars().filter(c -> c == '/').count();
        return levels * BYTES_A_LEVEL + filter.length();
    }
}
