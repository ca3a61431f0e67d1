package io.sluice.api.history;

import io.sluice.api.history.Changes.ChangedWindow;
import io.sluice.model.rollup.SeriesKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The windows of one series in one tier, ascending by start, in chunks. Of a window's records the highest revision is
 * kept, on a tie the later one. Thread-safe: one feed writes, anyone reads.
 */
public final class SeriesRing {
    /** Of this object, the names of the series and its place in the store: a series of one window is mostly that. */
    private static final int OWN_BYTES = 400;

    private final SeriesKey series;
    private final int widthMillis;
    private final List<RingChunk> chunks = new ArrayList<>();
    private int size;
    private long contentBytes;

    SeriesRing(SeriesKey series, int widthMillis) {
        this.series = series;
        this.widthMillis = widthMillis;
    }

    public SeriesKey series() {
        return series;
    }

    public synchronized int size() {
        return size;
    }

    synchronized long bytes() {
        return OWN_BYTES
                + contentBytes
                + chunks.stream().mapToLong(RingChunk::bytes).sum();
    }

    /** False where the record is older than what is held. */
    synchronized boolean apply(ArrivedRollup record) {
        long start = record.point().start();
        int at = chunkOf(start);
        RingChunk chunk = at < 0 ? addChunk(0) : chunks.get(at);
        int i = chunk.find(start);
        if (i >= 0) {
            return replace(chunk, i, record);
        }
        insert(Math.max(at, 0), chunk, -i - 1, record);
        return true;
    }

    private boolean replace(RingChunk chunk, int i, ArrivedRollup record) {
        if (record.point().revision() < chunk.revision(i)) {
            return false;
        }
        contentBytes += record.content().bytes() - chunk.content(i).bytes();
        chunk.replace(i, record);
        return true;
    }

    private void insert(int at, RingChunk chunk, int i, ArrivedRollup record) {
        RingChunk target = chunk;
        int index = i;
        if (chunk.isFull()) {
            target = i == chunk.size() ? addChunk(at + 1) : splitFor(at, i);
            index = -target.find(record.point().start()) - 1;
        }
        target.insert(index, record);
        size++;
        contentBytes += record.content().bytes();
    }

    private RingChunk splitFor(int at, int i) {
        RingChunk lower = chunks.get(at);
        RingChunk upper = lower.split();
        chunks.add(at + 1, upper);
        return i <= lower.size() ? lower : upper;
    }

    private RingChunk addChunk(int at) {
        RingChunk chunk = new RingChunk();
        chunks.add(at, chunk);
        return chunk;
    }

    /** The last chunk that begins at or before the window, else the first; -1 when there is none. */
    private int chunkOf(long start) {
        int low = 0;
        int high = chunks.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (chunks.get(middle).firstStart() <= start) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return chunks.isEmpty() ? -1 : Math.max(high, 0);
    }

    /** Null where the window is not held. */
    public synchronized @Nullable RollupPoint point(long start) {
        int at = chunkOf(start);
        if (at < 0) {
            return null;
        }
        int i = chunks.get(at).find(start);
        return i < 0 ? null : chunks.get(at).point(i, widthMillis);
    }

    /** The windows that start in [from, to), as they are now. */
    public synchronized List<RollupPoint> points(long from, long to) {
        List<RollupPoint> points = new ArrayList<>();
        eachIn(from, to, (chunk, i) -> points.add(chunk.point(i, widthMillis)));
        return points;
    }

    /** As {@link #points}, ready to be merged. */
    synchronized List<Mergeable> mergeables(long from, long to) {
        List<Mergeable> mergeables = new ArrayList<>();
        eachIn(
                from,
                to,
                (chunk, i) -> mergeables.add(new Mergeable(chunk.start(i), chunk.revision(i), chunk.content(i))));
        return mergeables;
    }

    /** Null for a ring that is empty. */
    public synchronized @Nullable RollupPoint newest() {
        if (size == 0) {
            return null;
        }
        RingChunk last = chunks.get(chunks.size() - 1);
        return last.point(last.size() - 1, widthMillis);
    }

    /** The start of the first window held at or after then, {@code Long.MAX_VALUE} for none. */
    synchronized long firstStart(long from) {
        for (int at = Math.max(chunkOf(from), 0); at < chunks.size(); at++) {
            RingChunk chunk = chunks.get(at);
            if (chunk.lastStart() >= from) {
                int found = chunk.find(from);
                return chunk.start(found < 0 ? -found - 1 : found);
            }
        }
        return Long.MAX_VALUE;
    }

    /** The end of the newest window held, {@code Long.MIN_VALUE} for a ring that is empty. */
    synchronized long newestEnd() {
        return size == 0 ? Long.MIN_VALUE : chunks.get(chunks.size() - 1).lastStart() + widthMillis;
    }

    synchronized long oldestWrittenMillis() {
        return chunks.stream().mapToLong(RingChunk::oldestWrittenMillis).min().orElse(Long.MAX_VALUE);
    }

    /** The windows whose record lies at or beyond the vector. */
    synchronized void changedSince(OffsetVector since, ChangeConsumer consumer) {
        for (RingChunk chunk : chunks) {
            for (int i = 0; i < chunk.size(); i++) {
                long seen = since.next(chunk.partition(i));
                if (chunk.offset(i) >= seen) {
                    consumer.accept(chunk.partition(i), chunk.offset(i), chunk.replaced(i) >= seen);
                }
            }
        }
    }

    /**
     * Adds the windows that start at or after then and whose record is of the range, up to so many; the start of the
     * first that is left, {@code Long.MAX_VALUE} for none.
     */
    synchronized long changedIn(OffsetRange range, long from, int max, List<ChangedWindow> into) {
        int left = max;
        for (int at = Math.max(chunkOf(from), 0); at < chunks.size(); at++) {
            RingChunk chunk = chunks.get(at);
            for (int i = 0; i < chunk.size(); i++) {
                if (chunk.start(i) >= from && range.holds(chunk.partition(i), chunk.offset(i))) {
                    if (left == 0) {
                        return chunk.start(i);
                    }
                    into.add(new ChangedWindow(this, chunk.start(i)));
                    left--;
                }
            }
        }
        return Long.MAX_VALUE;
    }

    /** Gives up the windows that were written before then, and tells which they were. */
    synchronized void evictWrittenBefore(long millis, Eviction eviction) {
        for (RingChunk chunk : chunks) {
            chunk.evictWrittenBefore(millis, i -> {
                size--;
                contentBytes -= chunk.content(i).bytes();
                eviction.forgotten(chunk.partition(i), chunk.offset(i), chunk.start(i) + widthMillis);
            });
        }
        chunks.removeIf(chunk -> chunk.size() == 0);
    }

    private void eachIn(long from, long to, IndexConsumer consumer) {
        for (int at = Math.max(chunkOf(from), 0); at < chunks.size(); at++) {
            RingChunk chunk = chunks.get(at);
            int found = chunk.find(from);
            for (int i = found < 0 ? -found - 1 : found; i < chunk.size(); i++) {
                if (chunk.start(i) >= to) {
                    return;
                }
                consumer.accept(chunk, i);
            }
        }
    }

    record Mergeable(long start, long revision, MergeableContent content) {}

    private interface IndexConsumer {
        void accept(RingChunk chunk, int i);
    }

    /** The record of a window that changed; coalesced when one in between was replaced unseen. */
    interface ChangeConsumer {
        void accept(int partition, long offset, boolean coalesced);
    }

    interface Eviction {
        /** @param end of the window */
        void forgotten(int partition, long offset, long end);
    }
}
