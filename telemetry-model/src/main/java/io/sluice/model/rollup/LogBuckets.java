package io.sluice.model.rollup;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Counts of magnitudes by their bucket on the {@link LogScale}, as sorted parallel arrays of the buckets in use.
 *
 * <p>Only the {@value #MAX_SPAN} buckets up to the largest are told apart, a ratio of 10^17; anything smaller counts in
 * the lowest of them. Which bucket that is follows from the largest magnitude alone, so the order of adding and merging
 * makes no difference.
 */
final class LogBuckets {
    static final int MAX_SPAN = 2048;

    private int[] indexes = new int[8];
    private long[] counts = new long[8];
    private int size;

    void add(int index, long count) {
        if (size == 0 || index > indexes[size - 1]) {
            insert(size, index, count);
            collapse();
            return;
        }
        int bounded = Math.max(index, indexes[size - 1] - MAX_SPAN + 1);
        int at = Arrays.binarySearch(indexes, 0, size, bounded);
        if (at >= 0) {
            counts[at] += count;
        } else {
            insert(-at - 1, bounded, count);
        }
    }

    void merge(LogBuckets other) {
        // From the top down: the largest fixes what is collapsed.
        for (int i = other.size - 1; i >= 0; i--) {
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

    private void collapse() {
        int floor = indexes[size - 1] - MAX_SPAN + 1;
        if (indexes[0] >= floor) {
            return;
        }
        int below = 0;
        long collapsed = 0;
        while (indexes[below] < floor) {
            collapsed += counts[below++];
        }
        if (indexes[below] == floor) {
            counts[below] += collapsed;
        } else {
            indexes[--below] = floor;
            counts[below] = collapsed;
        }
        size -= below;
        System.arraycopy(indexes, below, indexes, 0, size);
        System.arraycopy(counts, below, counts, 0, size);
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
