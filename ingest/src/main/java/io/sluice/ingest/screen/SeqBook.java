package io.sluice.ingest.screen;

import io.sluice.ingest.row.RowReader;
import io.sluice.ingest.row.RowWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which seqs of one device and epoch were seen, from 1. Always {@code produced = new + rejectedWithSeq + missing}, each
 * measured for itself.
 *
 * <p>Memory is capped by ranges: beyond the cap the lowest range is folded into the floor. What lies at or below the
 * floor keeps its place in the totals, but a gap there can no longer be filled: a seq that still comes for it is
 * undecidable and stays missing.
 */
final class SeqBook {
    static final int DEFAULT_MAX_RANGES = 1024;
    /** ULB's lossiest node lost messages in 78 places within a day; a range is some six bytes of a fact. */
    static final int REMEMBERED_GAPS = 100;

    private final int maxRanges;
    private final IntervalSet seen;
    /** Only ever rejected: disjoint from seen. */
    private final IntervalSet refused;

    private long floor;
    private long copies;
    private long refusedBelow;
    private long missingBelow;
    private final List<LongRange> gapsBelow = new ArrayList<>();

    SeqBook(int maxRanges) {
        this(maxRanges, new IntervalSet(), new IntervalSet());
    }

    private SeqBook(int maxRanges, IntervalSet seen, IntervalSet refused) {
        this.maxRanges = maxRanges;
        this.seen = seen;
        this.refused = refused;
    }

    /** Whether a message of this seq cannot be new: it was seen, or nobody can tell any more. */
    boolean isTaken(long seq) {
        return seq <= floor || seen.contains(seq);
    }

    void addNew(long seq) {
        refused.remove(seq);
        seen.add(seq);
        keepWithinCap();
    }

    /** A seq that the gateway stamped onto what turned out to be a copy: nobody produced it, so nobody misses it. */
    void addCopy(long seq) {
        addNew(seq);
        copies++;
    }

    void addRejected(long seq) {
        if (!isTaken(seq)) {
            refused.add(seq);
            keepWithinCap();
        }
    }

    /** Highest seq, in new or rejected messages, without those stamped onto copies. */
    long produced() {
        return Math.max(floor, Math.max(seen.highest(), refused.highest())) - copies;
    }

    long rejectedWithSeq() {
        return refusedBelow + refused.size();
    }

    long missing() {
        return missingBelow + gaps().mapToLong(LongRange::size).sum();
    }

    /** The lowest of them. */
    List<LongRange> missingRanges() {
        return Stream.concat(gapsBelow.stream(), gaps()).limit(REMEMBERED_GAPS).toList();
    }

    private Stream<LongRange> gaps() {
        return Gaps.of(floor, seen, refused);
    }

    private void keepWithinCap() {
        while (seen.rangeCount() + refused.rangeCount() > maxRanges) {
            raiseFloor(lowest());
        }
    }

    private LongRange lowest() {
        if (seen.isEmpty()) {
            return refused.range(0);
        }
        LongRange lowest = seen.range(0);
        return refused.isEmpty() || lowest.from() < refused.range(0).from() ? lowest : refused.range(0);
    }

    private void raiseFloor(LongRange lowest) {
        if (lowest.from() > floor + 1) {
            LongRange gap = new LongRange(floor + 1, lowest.from() - 1);
            missingBelow += gap.size();
            if (gapsBelow.size() < REMEMBERED_GAPS) {
                gapsBelow.add(gap);
            }
        }
        floor = lowest.to();
        seen.removeThrough(floor);
        refusedBelow += refused.removeThrough(floor);
    }

    void writeTo(RowWriter out) {
        out.unsigned(floor).unsigned(copies).unsigned(refusedBelow).unsigned(missingBelow);
        out.unsigned(gapsBelow.size());
        for (LongRange gap : gapsBelow) {
            out.unsigned(gap.from()).unsigned(gap.to());
        }
        seen.writeTo(out);
        refused.writeTo(out);
    }

    static SeqBook readFrom(RowReader in, int maxRanges) {
        long floor = in.unsigned();
        long copies = in.unsigned();
        long refusedBelow = in.unsigned();
        long missingBelow = in.unsigned();
        List<LongRange> gapsBelow = new ArrayList<>();
        int gaps = in.count();
        for (int i = 0; i < gaps; i++) {
            gapsBelow.add(new LongRange(in.unsigned(), in.unsigned()));
        }
        SeqBook book = new SeqBook(maxRanges, IntervalSet.readFrom(in), IntervalSet.readFrom(in));
        book.floor = floor;
        book.copies = copies;
        book.refusedBelow = refusedBelow;
        book.missingBelow = missingBelow;
        book.gapsBelow.addAll(gapsBelow);
        return book;
    }
}
