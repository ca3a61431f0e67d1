package io.sluice.model.rollup;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Counts of magnitudes by their bucket on the {@link LogScale}, as sorted parallel arrays of the buckets in use.
 *
 * <p>Only the {@value #MAX_SIZE} highest buckets in use are told apart, however far they lie from each other; anything
 * smaller counts in the lowest of them. Which bucket that is follows from the magnitudes alone, so the order of adding
 * and merging makes no difference.
 */
final class LogBuckets {
    static final int MAX_SIZE = 2048;

    private int[] indexes = new int[8];
    private long[] counts = new long[8];
    private int size;

    void add(int index, long count) {
        int at = Arrays.binarySearch(indexes, 0, size, index);
        if (at >= 0) {
            counts[at] += count;
        } else if (size < MAX_SIZE) {
            insert(-at - 1, index, count);
        } else {
            insertIntoFull(-at - 1, index, count);
        }
    }

    void merge(LogBuckets other) {
        for (int i = 0; i < other.size; i++) {
            add(other.indexes[i], other.counts[i]);
        }
    }

    int size() {
        return size;
    }

    int index(int i) {
        return indexes[i];
    }

    long count(int i) {
        return counts[i];
    }

    long total() {
        long total = 0;
        for (int i = 0; i < size; i++) {
            total += counts[i];
        }
        return total;
    }

    LogBuckets copy() {
        LogBuckets copy = new LogBuckets();
        copy.indexes = Arrays.copyOf(indexes, Math.max(1, size));
        copy.counts = Arrays.copyOf(counts, Math.max(1, size));
        copy.size = size;
        return copy;
    }

    private void insert(int at, int index, long count) {
        if (size == indexes.length) {
            int grown = size + (size >> 1) + 4;
            indexes = Arrays.copyOf(indexes, grown);
            counts = Arrays.copyOf(counts, grown);
        }
        System.arraycopy(indexes, at, indexes, at + 1, size - at);
        System.arraycopy(counts, at, counts, at + 1, size - at);
        indexes[at] = index;
        counts[at] = count;
        size++;
    }

    /** The lowest bucket makes room, unless the new one is lower still: then it counts in the lowest. */
    private void insertIntoFull(int at, int index, long count) {
        if (at == 0) {
            counts[0] += count;
            return;
        }
        long lowest = counts[0];
        System.arraycopy(indexes, 1, indexes, 0, at - 1);
        System.arraycopy(counts, 1, counts, 0, at - 1);
        indexes[at - 1] = index;
        counts[at - 1] = count;
        counts[0] += lowest;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LogBuckets that
                && Arrays.equals(indexes, 0, size, that.indexes, 0, that.size)
                && Arrays.equals(counts, 0, size, that.counts, 0, that.size);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(Arrays.copyOf(indexes, size));
    }
}
