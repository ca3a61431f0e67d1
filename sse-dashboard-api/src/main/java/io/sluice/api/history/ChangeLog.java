package io.sluice.api.history;

import org.jspecify.annotations.Nullable;

/**
 * The latest {@value #CAPACITY} changes of a tier in the order they were applied, numbered from 0. The oldest is
 * overwritten when it is full; a reader that fell behind it is told so and looks through the rings instead.
 */
final class ChangeLog {
    static final int CAPACITY = 1 << 16;

    private final @Nullable SeriesRing[] rings = new SeriesRing[CAPACITY];
    private final long[] starts = new long[CAPACITY];
    private long head;

    synchronized void append(SeriesRing ring, long start) {
        int at = (int) head & (CAPACITY - 1);
        rings[at] = ring;
        starts[at] = start;
        head++;
    }

    /** The number that the next change gets. */
    synchronized long head() {
        return head;
    }

    /** False where some of the changes in [from, to) are gone already; then the consumer saw none. */
    synchronized boolean read(long from, long to, Consumer consumer) {
        if (from < head - CAPACITY) {
            return false;
        }
        for (long number = from; number < to; number++) {
            int at = (int) number & (CAPACITY - 1);
            SeriesRing ring = rings[at];
            if (ring != null) {
                consumer.accept(ring, starts[at]);
            }
        }
        return true;
    }

    interface Consumer {
        void accept(SeriesRing ring, long start);
    }
}
