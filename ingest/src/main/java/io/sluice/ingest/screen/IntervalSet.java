package io.sluice.ingest.screen;

import io.sluice.ingest.row.RowReader;
import io.sluice.ingest.row.RowWriter;
import java.util.Arrays;

/**
 * A set of non-negative numbers as sorted ranges that neither touch nor overlap. What arrives in order costs one
 * comparison and no memory, however much of it there is; memory grows with the gaps. Not thread-safe.
 */
public final class IntervalSet {
    private static final int FIRST_CAPACITY = 2;

    private long[] froms = new long[FIRST_CAPACITY];
    private long[] tos = new long[FIRST_CAPACITY];
    private int ranges;
    private long size;

    /** Whether the number is new to the set. */
    public boolean add(long number) {
        if (ranges > 0 && number == tos[ranges - 1] + 1) {
            tos[ranges - 1] = number;
            size++;
            return true;
        }
        int at = lastRangeFrom(number);
        if (at >= 0 && number <= tos[at]) {
            return false;
        }
        join(at, number);
        size++;
        return true;
    }

    public boolean contains(long number) {
        int at = lastRangeFrom(number);
        return at >= 0 && number <= tos[at];
    }

    /** Whether the number was in the set. */
    public boolean remove(long number) {
        int at = lastRangeFrom(number);
        if (at < 0 || number > tos[at]) {
            return false;
        }
        long from = froms[at];
        long to = tos[at];
        if (from == to) {
            delete(at);
        } else if (number == from) {
            froms[at] = number + 1;
        } else {
            tos[at] = number - 1;
            if (number < to) {
                insert(at + 1, number + 1, to);
            }
        }
        size--;
        return true;
    }

    /** Forgets all numbers up to and including the bound; returns how many there were. */
    public long removeThrough(long bound) {
        int whole = 0;
        long removed = 0;
        while (whole < ranges && tos[whole] <= bound) {
            removed += tos[whole] - froms[whole] + 1;
            whole++;
        }
        drop(whole);
        if (ranges > 0 && froms[0] <= bound) {
            removed += bound - froms[0] + 1;
            froms[0] = bound + 1;
        }
        size -= removed;
        return removed;
    }

    /** How many numbers are in the set. */
    public long size() {
        return size;
    }

    public boolean isEmpty() {
        return ranges == 0;
    }

    public int rangeCount() {
        return ranges;
    }

    /** The i-th range from below. */
    public LongRange range(int i) {
        return new LongRange(froms[i], tos[i]);
    }

    /** -1 for an empty set. */
    public long highest() {
        return ranges == 0 ? -1 : tos[ranges - 1];
    }

    /** Differences only: a long contiguous run is a few bytes wherever it lies. */
    void writeTo(RowWriter out) {
        out.unsigned(ranges);
        long previous = 0;
        for (int i = 0; i < ranges; i++) {
            out.unsigned(froms[i] - previous);
            out.unsigned(tos[i] - froms[i]);
            previous = tos[i];
        }
    }

    static IntervalSet readFrom(RowReader in) {
        IntervalSet set = new IntervalSet();
        int count = in.count();
        set.froms = new long[Math.max(count, FIRST_CAPACITY)];
        set.tos = new long[Math.max(count, FIRST_CAPACITY)];
        long previous = 0;
        for (int i = 0; i < count; i++) {
            set.froms[i] = previous + in.unsigned();
            set.tos[i] = set.froms[i] + in.unsigned();
            set.size += set.tos[i] - set.froms[i] + 1;
            previous = set.tos[i];
        }
        set.ranges = count;
        return set;
    }

    /** Index of the last range that starts at or below the number, -1 where none does. */
    private int lastRangeFrom(long number) {
        int at = Arrays.binarySearch(froms, 0, ranges, number);
        return at >= 0 ? at : -at - 2;
    }

    private void join(int below, long number) {
        boolean touchesBelow = below >= 0 && tos[below] + 1 == number;
        boolean touchesAbove = below + 1 < ranges && froms[below + 1] - 1 == number;
        if (touchesBelow && touchesAbove) {
            tos[below] = tos[below + 1];
            delete(below + 1);
        } else if (touchesBelow) {
            tos[below] = number;
        } else if (touchesAbove) {
            froms[below + 1] = number;
        } else {
            insert(below + 1, number, number);
        }
    }

    private void insert(int at, long from, long to) {
        if (ranges == froms.length) {
            froms = Arrays.copyOf(froms, ranges * 2);
            tos = Arrays.copyOf(tos, ranges * 2);
        }
        System.arraycopy(froms, at, froms, at + 1, ranges - at);
        System.arraycopy(tos, at, tos, at + 1, ranges - at);
        froms[at] = from;
        tos[at] = to;
        ranges++;
    }

    private void delete(int at) {
        ranges--;
        System.arraycopy(froms, at + 1, froms, at, ranges - at);
        System.arraycopy(tos, at + 1, tos, at, ranges - at);
    }

    private void drop(int count) {
        ranges -= count;
        System.arraycopy(froms, count, froms, 0, ranges);
        System.arraycopy(tos, count, tos, 0, ranges);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < ranges; i++) {
            text.append(i == 0 ? "" : ", ").append(froms[i]).append("..").append(tos[i]);
        }
        return text.append('}').toString();
    }
}
