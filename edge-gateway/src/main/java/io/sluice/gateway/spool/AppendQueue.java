package io.sluice.gateway.spool;

import java.util.ArrayList;
import java.util.List;

/**
 * What waits for the writer, bounded by bytes; an entry counts until it is durable. Full, stalled or closed, an offer
 * is refused and its caller told to try again once half of the queue is free. The writer takes everything there is at
 * once: what came while the last fsync ran is the next group.
 */
final class AppendQueue {
    private final long maxBytes;
    private List<Pending> entries = new ArrayList<>();
    private long bytes;
    private boolean isStalled;
    private boolean isClosed;
    private boolean isSomeoneRefused;
    private boolean isNudged;
    private int awaited = 1;

    AppendQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    synchronized boolean offer(SpoolEntry entry, Object token, long size) {
        if (isClosed || isStalled || (bytes > 0 && bytes + size > maxBytes)) {
            isSomeoneRefused = true;
            return false;
        }
        entries.add(new Pending(entry, token, size));
        bytes += size;
        if (entries.size() == awaited) {
            notifyAll();
        }
        return true;
    }

    /** Whether an offer would probably be taken. A no counts as a refusal: who heard it may wait for the call. */
    synchronized boolean isAccepting() {
        boolean isAccepting = !isClosed && !isStalled && bytes < maxBytes;
        isSomeoneRefused |= !isAccepting;
        return isAccepting;
    }

    synchronized List<Pending> takeAll() {
        if (entries.isEmpty()) {
            return List.of();
        }
        List<Pending> taken = entries;
        entries = new ArrayList<>(Math.min(4096, taken.size()));
        return taken;
    }

    /** The writer waits here for something to do. */
    synchronized void await(long millis) throws InterruptedException {
        if (!isNudged && (isStalled || entries.isEmpty()) && !isClosed) {
            wait(millis);
        }
        isNudged = false;
    }

    /**
     * The writer waits here for more; an interruption is left to {@link #await}.
     *
     * @return whether so many entries wait for it now
     */
    synchronized boolean gather(int count, long atMostMillis) {
        if (entries.size() < count && !isClosed) {
            awaited = count;
            try {
                wait(atMostMillis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                awaited = 1;
            }
        }
        return entries.size() >= count;
    }

    /** Wakes the writer for something else than an entry. */
    synchronized void nudge() {
        isNudged = true;
        notifyAll();
    }

    synchronized void stall(boolean stalled) {
        isStalled = stalled;
    }

    /** These bytes are durable. */
    synchronized void release(long durableBytes) {
        bytes -= durableBytes;
    }

    /** Whether someone who was refused should be told now; true once for each time. */
    synchronized boolean takeResume() {
        if (isSomeoneRefused && !isClosed && !isStalled && bytes <= maxBytes / 2) {
            isSomeoneRefused = false;
            return true;
        }
        return false;
    }

    synchronized void close() {
        isClosed = true;
        notifyAll();
    }

    synchronized boolean isClosed() {
        return isClosed;
    }

    synchronized boolean isEmpty() {
        return entries.isEmpty();
    }

    synchronized long bytes() {
        return bytes;
    }

    /** @param size bound of the bytes that the entry takes */
    record Pending(SpoolEntry entry, Object token, long size) {}
}
