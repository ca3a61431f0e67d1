package io.sluice.api.history;

import java.util.Arrays;

/** Per partition the offset of the next record: every record below has been applied. Immutable. */
public final class OffsetVector {
    private final long[] next;

    private OffsetVector(long[] next) {
        this.next = next;
    }

    public static OffsetVector of(long... next) {
        for (long offset : next) {
            if (offset < 0) {
                throw new IllegalArgumentException("offset must be >= 0, was " + offset);
            }
        }
        return new OffsetVector(next.clone());
    }

    public int partitions() {
        return next.length;
    }

    public long next(int partition) {
        return next[partition];
    }

    /** Whether every record that the other covers is covered by this one too. */
    public boolean covers(OffsetVector other) {
        for (int p = 0; p < next.length; p++) {
            if (next[p] < other.next[p]) {
                return false;
            }
        }
        return true;
    }

    /** Per partition the higher one. */
    public OffsetVector max(OffsetVector other) {
        long[] higher = next.clone();
        for (int p = 0; p < higher.length; p++) {
            higher[p] = Math.max(higher[p], other.next[p]);
        }
        return new OffsetVector(higher);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OffsetVector vector && Arrays.equals(next, vector.next);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(next);
    }

    @Override
    public String toString() {
        return Arrays.toString(next);
    }
}
