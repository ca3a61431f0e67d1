package io.sluice.model.rollup;

/** The earliest or latest reading of a window: by ts, ties by seq, then by the identity's mix (signed). */
public record Edge(long tsMillis, long seq, long mix, double value) implements Comparable<Edge> {
    @Override
    public int compareTo(Edge other) {
        return compare(tsMillis, seq, mix, other.tsMillis, other.seq, other.mix);
    }

    static int compare(long ts, long seq, long mix, long otherTs, long otherSeq, long otherMix) {
        if (ts != otherTs) {
            return ts < otherTs ? -1 : 1;
        }
        return seq != otherSeq ? Long.compare(seq, otherSeq) : Long.compare(mix, otherMix);
    }
}
