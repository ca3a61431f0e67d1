package io.sluice.api.history;

import io.sluice.model.rollup.SeriesKey;
import io.sluice.model.rollup.Tier;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The history of one tier: a ring per series and how far the topic has been read.
 *
 * <p>One feed thread applies; anyone reads. A record is in its ring and in the change log before the position covers
 * it, and every reader takes the position first: what it then finds holds at least all that the position covers.
 */
public final class TierStore {
    /** When memory runs short, the time that is held is cut by this part again and again until it fits. */
    private static final int BUDGET_STEPS = 32;

    private final Tier tier;
    private final Duration retention;
    private final int epoch;
    private final Map<SeriesKey, SeriesRing> rings = new ConcurrentHashMap<>();
    private final ChangeLog log = new ChangeLog();
    private final AtomicLongArray next;
    private final AtomicLongArray forgotten;
    private final AtomicLong points = new AtomicLong();
    /** The end of the newest window that was given up. */
    private final AtomicLong wholeFrom = new AtomicLong(Long.MIN_VALUE);

    /** @param epoch tells this creation of the topic from another */
    public TierStore(Tier tier, Duration retention, int partitions, int epoch) {
        this.tier = tier;
        this.retention = retention;
        this.epoch = epoch;
        this.next = new AtomicLongArray(partitions);
        this.forgotten = new AtomicLongArray(partitions);
    }

    public Tier tier() {
        return tier;
    }

    public int partitions() {
        return next.length();
    }

    /** The topic holds nothing below this offset any more. */
    public void beginAt(int partition, long offset) {
        next.set(partition, offset);
        forgotten.set(partition, offset);
    }

    /** False where a higher revision of the window is held already. */
    public boolean apply(ArrivedRollup record) {
        SeriesRing ring = rings.computeIfAbsent(record.series(), key -> new SeriesRing(key, tier.widthMillis()));
        int before = ring.size();
        boolean changed = ring.apply(record);
        if (changed) {
            points.addAndGet(ring.size() - before);
            log.append(ring, record.point().start());
        }
        advance(record.partition(), record.offset() + 1);
        return changed;
    }

    /** Everything below the offset has been read, also where that was no rollup. */
    public void advance(int partition, long offset) {
        next.set(partition, Math.max(offset, next.get(partition)));
    }

    public TierCursor cursor() {
        OffsetVector offsets = vector(next);
        return new TierCursor(log.head(), offsets);
    }

    public StreamPosition position() {
        return position(vector(next));
    }

    public StreamPosition position(OffsetVector offsets) {
        return new StreamPosition(tier, epoch, offsets);
    }

    /** Whether everything beyond the position is still held. */
    public boolean canResume(StreamPosition position) {
        return position.isOfSameTopic(position()) && position.offsets().covers(vector(forgotten));
    }

    /** Empty where some of it has been given up since. */
    public Optional<Changes> changesSince(TierCursor since, Predicate<SeriesKey> filter) {
        if (!since.offsets().covers(vector(forgotten))) {
            return Optional.empty();
        }
        TierCursor now = cursor();
        Set<Changes.ChangedWindow> windows = new LinkedHashSet<>();
        boolean[] coalesced = new boolean[1];
        boolean complete = log.read(since.change(), now.change(), (ring, start) -> {
            if (filter.test(ring.series())) {
                coalesced[0] |= !windows.add(new Changes.ChangedWindow(ring, start));
            }
        });
        return Optional.of(
                complete
                        ? new Changes(List.copyOf(windows), now, coalesced[0])
                        : changesBeyond(since.offsets(), filter));
    }

    private Changes changesBeyond(OffsetVector offsets, Predicate<SeriesKey> filter) {
        TierCursor now = cursor();
        Reach reach = Reach.beyond(offsets, this, filter);
        Backlog backlog = new Backlog(this, offsets, reach.until(), filter);
        return new Changes(backlog.next(Integer.MAX_VALUE), now, reach.isCoalesced());
    }

    /** In order of the series. */
    public List<SeriesRing> rings(Predicate<SeriesKey> filter) {
        return matching(filter)
                .sorted((a, b) -> a.series().compareTo(b.series()))
                .toList();
    }

    Stream<SeriesRing> matching(Predicate<SeriesKey> filter) {
        return rings.values().stream().filter(ring -> filter.test(ring.series()));
    }

    /** The start of the first window held at or after then, {@code Long.MAX_VALUE} for none. */
    long firstStart(Predicate<SeriesKey> filter, long from) {
        return matching(filter).mapToLong(ring -> ring.firstStart(from)).min().orElse(Long.MAX_VALUE);
    }

    /** The end of the newest window held, {@code Long.MIN_VALUE} for none. */
    long newestEnd(Predicate<SeriesKey> filter) {
        return matching(filter).mapToLong(SeriesRing::newestEnd).max().orElse(Long.MIN_VALUE);
    }

    /** From then on nothing was given up that may be merged with what is held. */
    long wholeFrom() {
        return wholeFrom.get();
    }

    public long heldPoints() {
        return points.get();
    }

    public int heldSeries() {
        return rings.size();
    }

    /**
     * Gives up what was written longer ago than the tier is kept, and the oldest beyond the budget. For the feed's
     * thread.
     */
    public void evict(long nowMillis, long budgetBytes) {
        evictWrittenBefore(nowMillis - retention.toMillis());
        if (bytes() <= budgetBytes) {
            return;
        }
        long cut = oldestWrittenMillis();
        long step = Math.max(1, (nowMillis - cut) / BUDGET_STEPS);
        do {
            cut += step;
            evictWrittenBefore(cut);
        } while (cut < nowMillis && bytes() > budgetBytes);
    }

    private long bytes() {
        return rings.values().stream().mapToLong(SeriesRing::bytes).sum();
    }

    private long oldestWrittenMillis() {
        return rings.values().stream()
                .mapToLong(SeriesRing::oldestWrittenMillis)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private void evictWrittenBefore(long millis) {
        for (SeriesRing ring : rings.values()) {
            int before = ring.size();
            ring.evictWrittenBefore(millis, this::forget);
            points.addAndGet(ring.size() - before);
        }
        rings.values().removeIf(ring -> ring.size() == 0);
    }

    private void forget(int partition, long offset, long end) {
        forgotten.accumulateAndGet(partition, offset + 1, Math::max);
        wholeFrom.accumulateAndGet(end, Math::max);
    }

    private static OffsetVector vector(AtomicLongArray offsets) {
        long[] copy = new long[offsets.length()];
        for (int p = 0; p < copy.length; p++) {
            copy[p] = offsets.get(p);
        }
        return OffsetVector.of(copy);
    }
}
