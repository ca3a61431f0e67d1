package io.sluice.ingest.screen;

import io.sluice.ingest.row.RowReader;
import io.sluice.ingest.row.RowWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which of a spool's dense counters were classified on this partition. A hole below the highest is a loss.
 *
 * <p>Memory is capped by ranges: beyond the cap the lowest are folded into the floor. A hole below it stays one, but
 * can no longer be filled: who still comes for it cannot be told from a repeat. So it is capped between batches only,
 * since what a batch holds is not classified in order.
 */
public final class SpoolRow {
    static final int MAX_RANGES = 1024;
    static final int REMEMBERED_HOLES = 20;

    private static final int VERSION = 1;
    private static final int FOLDED_VERSION = 2;

    private final IntervalSet counters;
    private long classifiedXor;
    private long repeated;

    /** The lowest counter that is not folded. */
    private long floor;

    private long classifiedBelow;
    private final List<LongRange> holesBelow = new ArrayList<>();

    private SpoolRow(IntervalSet counters, long classifiedXor, long repeated) {
        this.counters = counters;
        this.classifiedXor = classifiedXor;
        this.repeated = repeated;
    }

    public static SpoolRow from(byte @Nullable [] row) {
        if (row == null) {
            return new SpoolRow(new IntervalSet(), 0, 0);
        }
        RowReader in = new RowReader(row);
        int version = in.version(VERSION, FOLDED_VERSION);
        SpoolRow spool = new SpoolRow(IntervalSet.readFrom(in), in.fixed(), in.unsigned());
        if (version == FOLDED_VERSION) {
            spool.floor = in.unsigned();
            spool.classifiedBelow = in.unsigned();
            for (int left = in.count(); left > 0; left--) {
                spool.holesBelow.add(new LongRange(in.unsigned(), in.unsigned()));
            }
        }
        return spool;
    }

    public byte[] toBytes() {
        boolean isFolded = floor > 0;
        RowWriter out = new RowWriter().unsigned(isFolded ? FOLDED_VERSION : VERSION);
        counters.writeTo(out);
        out.fixed(classifiedXor).unsigned(repeated);
        if (isFolded) {
            out.unsigned(floor).unsigned(classifiedBelow).unsigned(holesBelow.size());
            holesBelow.forEach(hole -> out.unsigned(hole.from()).unsigned(hole.to()));
        }
        return out.toBytes();
    }

    /** Whether the counter was not seen before; if it was, or may have been, it is counted as repeated. */
    boolean classify(long counter, long mix) {
        if (counter < floor || !counters.add(counter)) {
            repeated++;
            return false;
        }
        classifiedXor ^= mix;
        return true;
    }

    /** After each batch. */
    void keepWithinCap() {
        int tooMany = counters.rangeCount() - MAX_RANGES;
        if (tooMany <= 0) {
            return;
        }
        long bound = counters.range(tooMany - 1).to();
        if (holesBelow.size() < REMEMBERED_HOLES) {
            openHoles()
                    .takeWhile(hole -> hole.to() < bound)
                    .limit(REMEMBERED_HOLES - holesBelow.size())
                    .forEach(holesBelow::add);
        }
        classifiedBelow += counters.removeThrough(bound);
        floor = bound + 1;
    }

    public long committedCounter() {
        return counters.highest() + 1;
    }

    public long classified() {
        return classifiedBelow + counters.size();
    }

    public long classifiedXor() {
        return classifiedXor;
    }

    public long repeated() {
        return repeated;
    }

    /** The lowest counters never seen below the highest seen. Of those below the floor only the lowest are known. */
    public List<LongRange> holes(int max) {
        return Stream.concat(holesBelow.stream(), openHoles()).limit(max).toList();
    }

    private Stream<LongRange> openHoles() {
        return Gaps.of(floor - 1, counters);
    }
}
