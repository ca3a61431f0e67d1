package io.sluice.api.history;

import io.sluice.api.history.Changes.ChangedWindow;
import io.sluice.model.rollup.SeriesKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The windows of a tier that changed between two places of its topic, in order of the series and their starts, to be
 * taken in parts. It holds no windows but its place among them and the next rings at most, which the store holds
 * anyway: a reader may leave it lying for as long as it likes.
 *
 * <p>It ends, whatever is written meanwhile: a window that changes before its turn comes lies beyond the end by then,
 * and is told by whoever tells what came after. Not thread-safe.
 */
public final class Backlog {
    /** 16 KiB of references at most. Whenever they are through all rings have to be looked at, so not too few. */
    private static final int MAX_RINGS = 2_000;

    private static final Comparator<SeriesRing> BY_SERIES = Comparator.comparing(SeriesRing::series);

    private final TierStore store;
    private final OffsetRange range;
    private final Predicate<SeriesKey> filter;
    private final Deque<SeriesRing> rings = new ArrayDeque<>();
    private @Nullable SeriesKey last;
    private long from = Long.MIN_VALUE;
    private boolean hasMoreRings = true;
    private boolean isOver;

    /** @param until as {@link Reach} tells: beyond all that whoever goes on from there does not tell */
    public Backlog(TierStore store, OffsetVector since, OffsetVector until, Predicate<SeriesKey> filter) {
        this.store = store;
        this.range = new OffsetRange(since, until);
        this.filter = filter;
        next(0);
    }

    /** Whether there was nothing left when the last part was taken. */
    public boolean isOver() {
        return isOver;
    }

    /** The next so many, fewer where there are no more. */
    public List<ChangedWindow> next(int max) {
        List<ChangedWindow> part = new ArrayList<>();
        for (SeriesRing ring = ring(); ring != null; ring = ring()) {
            from = ring.changedIn(range, from, max - part.size(), part);
            if (from < Long.MAX_VALUE) {
                return part;
            }
            last = ring.series();
            from = Long.MIN_VALUE;
            rings.remove();
        }
        isOver = true;
        return part;
    }

    private @Nullable SeriesRing ring() {
        if (rings.isEmpty() && hasMoreRings) {
            rings.addAll(nextRings());
            hasMoreRings = rings.size() == MAX_RINGS;
        }
        return rings.peek();
    }

    /** Those of the lowest series beyond the last; there may be so many that sorting all of them takes too long. */
    private List<SeriesRing> nextRings() {
        PriorityQueue<SeriesRing> lowest = new PriorityQueue<>(BY_SERIES.reversed());
        ringsLeft().forEach(ring -> {
            SeriesRing highest = lowest.size() < MAX_RINGS ? null : lowest.peek();
            if ((highest == null || BY_SERIES.compare(ring, highest) < 0) && hasChanged(ring)) {
                lowest.add(ring);
                if (highest != null) {
                    lowest.remove();
                }
            }
        });
        return lowest.stream().sorted(BY_SERIES).toList();
    }

    private boolean hasChanged(SeriesRing ring) {
        return ring.changedIn(range, Long.MIN_VALUE, 0, List.of()) < Long.MAX_VALUE;
    }

    private Stream<SeriesRing> ringsLeft() {
        SeriesKey reached = last;
        Stream<SeriesRing> matching = store.matching(filter);
        return reached == null
                ? matching
                : matching.filter(ring -> ring.series().compareTo(reached) > 0);
    }
}
