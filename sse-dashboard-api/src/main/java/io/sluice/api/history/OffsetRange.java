package io.sluice.api.history;

/** The records of a topic at or beyond one place and below another. */
record OffsetRange(OffsetVector since, OffsetVector until) {
    boolean holds(int partition, long offset) {
        return offset >= since.next(partition) && offset < until.next(partition);
    }
}
