package io.sluice.api.history;

import java.util.Arrays;
import java.util.function.IntConsumer;

/** Up to {@value #MAX_POINTS} windows of one series by column, ascending by start. Guarded by its ring. */
final class RingChunk {
    static final int MAX_POINTS = 64;
    /** Of the columns of one window; the contents come on top. */
    private static final int COLUMN_BYTES = 9 * Long.BYTES + Short.BYTES + Stats.WIDTH * Double.BYTES + Integer.BYTES;

    /** Of this object and the headers of its arrays. */
    private static final int OWN_BYTES = 96 + 12 * 16;

    private static final int FIRST_CAPACITY = 4;

    private long[] start = new long[FIRST_CAPACITY];
    private long[] count = new long[FIRST_CAPACITY];
    private long[] revision = new long[FIRST_CAPACITY];
    private long[] identities = new long[FIRST_CAPACITY];
    private long[] last = new long[FIRST_CAPACITY];
    private long[] offset = new long[FIRST_CAPACITY];
    /** Offset of the record that this one replaced, -1 for none: tells whether a reader would skip a revision. */
    private long[] replaced = new long[FIRST_CAPACITY];

    private short[] partition = new short[FIRST_CAPACITY];
    private double[] stats = new double[FIRST_CAPACITY * Stats.WIDTH];
    private MergeableContent[] contents = new MergeableContent[FIRST_CAPACITY];
    private long[] written = new long[FIRST_CAPACITY];
    private int size;
    /** No window was written before; the one that was may have been replaced. */
    private long writtenFromMillis = Long.MAX_VALUE;

    int size() {
        return size;
    }

    /** In the heap, without the contents: there is room for more windows than are held. */
    int bytes() {
        return OWN_BYTES + start.length * COLUMN_BYTES;
    }

    boolean isFull() {
        return size == MAX_POINTS;
    }

    long firstStart() {
        return start[0];
    }

    long lastStart() {
        return start[size - 1];
    }

    long oldestWrittenMillis() {
        long oldest = Long.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            oldest = Math.min(oldest, written[i]);
        }
        return oldest;
    }

    /** As {@link Arrays#binarySearch(long[], long)}. */
    int find(long windowStart) {
        return Arrays.binarySearch(start, 0, size, windowStart);
    }

    long start(int i) {
        return start[i];
    }

    long revision(int i) {
        return revision[i];
    }

    long offset(int i) {
        return offset[i];
    }

    long replaced(int i) {
        return replaced[i];
    }

    int partition(int i) {
        return partition[i];
    }

    MergeableContent content(int i) {
        return contents[i];
    }

    RollupPoint point(int i, int widthMillis) {
        return Stats.point(
                start[i],
                start[i] + widthMillis,
                count[i],
                stats,
                i * Stats.WIDTH,
                revision[i],
                identities[i],
                last[i]);
    }

    void insert(int i, ArrivedRollup record) {
        reserve();
        shift(i, i + 1, size - i);
        size++;
        set(i, record, -1);
    }

    void replace(int i, ArrivedRollup record) {
        set(i, record, offset[i]);
    }

    private void set(int i, ArrivedRollup record, long replacedOffset) {
        RollupPoint point = record.point();
        start[i] = point.start();
        count[i] = point.count();
        revision[i] = point.revision();
        identities[i] = point.identities();
        last[i] = point.lastMillis();
        offset[i] = record.offset();
        replaced[i] = replacedOffset;
        partition[i] = (short) record.partition();
        Stats.put(point, stats, i * Stats.WIDTH);
        contents[i] = record.content();
        written[i] = record.writtenMillis();
        writtenFromMillis = Math.min(writtenFromMillis, record.writtenMillis());
    }

    /** The upper half, which leaves this chunk. */
    RingChunk split() {
        RingChunk upper = new RingChunk();
        int keep = size / 2;
        while (upper.start.length < size - keep) {
            upper.grow();
        }
        upper.size = size - keep;
        upper.writtenFromMillis = writtenFromMillis;
        copy(keep, upper, 0, upper.size);
        Arrays.fill(contents, keep, size, null);
        size = keep;
        return upper;
    }

    /** Gives up the windows that were written before then, and tells of each. */
    void evictWrittenBefore(long millis, IntConsumer given) {
        if (writtenFromMillis >= millis) {
            return;
        }
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (written[i] < millis) {
                given.accept(i);
            } else {
                if (kept < i) {
                    copy(i, this, kept, 1);
                }
                kept++;
            }
        }
        Arrays.fill(contents, kept, size, null);
        size = kept;
        writtenFromMillis = oldestWrittenMillis();
        int capacity = start.length;
        while (capacity > FIRST_CAPACITY && size <= capacity / 4) {
            capacity /= 2;
        }
        if (capacity < start.length) {
            resize(capacity);
        }
    }

    private void reserve() {
        if (size == start.length) {
            grow();
        }
    }

    private void grow() {
        resize(2 * start.length);
    }

    private void resize(int capacity) {
        start = Arrays.copyOf(start, capacity);
        count = Arrays.copyOf(count, capacity);
        revision = Arrays.copyOf(revision, capacity);
        identities = Arrays.copyOf(identities, capacity);
        last = Arrays.copyOf(last, capacity);
        offset = Arrays.copyOf(offset, capacity);
        replaced = Arrays.copyOf(replaced, capacity);
        written = Arrays.copyOf(written, capacity);
        partition = Arrays.copyOf(partition, capacity);
        stats = Arrays.copyOf(stats, capacity * Stats.WIDTH);
        contents = Arrays.copyOf(contents, capacity);
    }

    private void shift(int from, int to, int length) {
        copy(from, this, to, length);
    }

    private void copy(int from, RingChunk target, int to, int length) {
        System.arraycopy(start, from, target.start, to, length);
        System.arraycopy(count, from, target.count, to, length);
        System.arraycopy(revision, from, target.revision, to, length);
        System.arraycopy(identities, from, target.identities, to, length);
        System.arraycopy(last, from, target.last, to, length);
        System.arraycopy(offset, from, target.offset, to, length);
        System.arraycopy(replaced, from, target.replaced, to, length);
        System.arraycopy(written, from, target.written, to, length);
        System.arraycopy(partition, from, target.partition, to, length);
        System.arraycopy(stats, from * Stats.WIDTH, target.stats, to * Stats.WIDTH, length * Stats.WIDTH);
        System.arraycopy(contents, from, target.contents, to, length);
    }
}
