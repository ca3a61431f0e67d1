package io.sluice.ingest.screen;

import java.util.stream.Stream;

/** What lies between the ranges of one or two disjoint sets, walked range by range. */
final class Gaps {
    private static final IntervalSet NOTHING = new IntervalSet();

    private Gaps() {}

    /** The gaps above the floor and below the highest number, from below. */
    static Stream<LongRange> of(long floor, IntervalSet set) {
        return of(floor, set, NOTHING);
    }

    /** The gaps of the union of two disjoint sets. */
    static Stream<LongRange> of(long floor, IntervalSet one, IntervalSet other) {
        Stream.Builder<LongRange> gaps = Stream.builder();
        long covered = floor;
        int i = 0;
        int k = 0;
        while (i < one.rangeCount() || k < other.rangeCount()) {
            boolean takeOne = k == other.rangeCount()
                    || (i < one.rangeCount()
                            && one.range(i).from() < other.range(k).from());
            LongRange next = takeOne ? one.range(i++) : other.range(k++);
            if (next.from() > covered + 1) {
                gaps.add(new LongRange(covered + 1, next.from() - 1));
            }
            covered = next.to();
        }
        return gaps.build();
    }
}
