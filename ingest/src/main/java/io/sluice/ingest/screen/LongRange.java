package io.sluice.ingest.screen;

/** Numbers from {@code from} to {@code to}, both inclusive. */
public record LongRange(long from, long to) {
    public LongRange {
        if (from > to) {
            throw new IllegalArgumentException("from must be <= to, was " + from + " > " + to);
        }
    }

    public long size() {
        return to - from + 1;
    }
}
