package io.sluice.ingest.screen;

import io.sluice.ingest.row.RowReader;
import io.sluice.ingest.row.RowWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which of a spool's dense counters were classified on this partition. A hole below the highest is a loss. */
public final class SpoolRow {
    private static final int VERSION = 1;

    private final IntervalSet counters;
    private long classifiedXor;
    private long repeated;

    private SpoolRow(IntervalSet counters, long classifiedXor, long repeated) {
        this.counters = counters;
        this.classifiedXor = classifiedXor;
        this.repeated = repeated;
    }

    public static SpoolRow from(byte @Nullable [] row) {
        if (row == null) {
            return new SpoolRow(new IntervalSet(), 0, 0);
        }
        RowReader in = new RowReader(row).expectVersion(VERSION);
        return new SpoolRow(IntervalSet.readFrom(in), in.fixed(), in.unsigned());
    }

    public byte[] toBytes() {
        RowWriter out = new RowWriter().unsigned(VERSION);
        counters.writeTo(out);
        return out.fixed(classifiedXor).unsigned(repeated).toBytes();
    }

    /** Whether the counter was not seen before; if it was, it is counted as repeated. */
    boolean classify(long counter, long mix) {
        if (!counters.add(counter)) {
            repeated++;
            return false;
        }
        classifiedXor ^= mix;
        return true;
    }

    public long committedCounter() {
        return counters.highest() + 1;
    }

    public long classified() {
        return counters.size();
    }

    public long classifiedXor() {
        return classifiedXor;
    }

    public long repeated() {
        return repeated;
    }

    /** The lowest counters never seen below the highest seen. */
    public List<LongRange> holes(int max) {
        return Gaps.of(-1, counters).limit(max).toList();
    }
}
