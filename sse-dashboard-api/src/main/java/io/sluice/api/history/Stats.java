package io.sluice.api.history;

/** How the statistics of a point lie in a row of doubles. */
final class Stats {
    static final int WIDTH = 10;

    private Stats() {}

    static void put(RollupPoint point, double[] row, int at) {
        row[at] = point.sum();
        row[at + 1] = point.min();
        row[at + 2] = point.max();
        row[at + 3] = point.mean();
        row[at + 4] = point.stddev();
        row[at + 5] = point.p50();
        row[at + 6] = point.p95();
        row[at + 7] = point.p99();
        row[at + 8] = point.first();
        row[at + 9] = point.last();
    }

    static RollupPoint point(
            long start, long end, long count, double[] row, int at, long revision, long identities, long lastMillis) {
        return new RollupPoint(
                start,
                end,
                count,
                row[at],
                row[at + 1],
                row[at + 2],
                row[at + 3],
                row[at + 4],
                row[at + 5],
                row[at + 6],
                row[at + 7],
                row[at + 8],
                row[at + 9],
                revision,
                identities,
                lastMillis);
    }
}
