package io.sluice.bench.gateway;

import java.util.Arrays;

/** Nearest-rank quantiles in milliseconds, of all values and not of a sketch. */
record Quantiles(double p50, double p99, double max) {
    private static final double NANOS_PER_MILLI = 1e6;

    static Quantiles of(long[] nanos) {
        if (nanos.length == 0) {
            return new Quantiles(Double.NaN, Double.NaN, Double.NaN);
        }
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Quantiles(at(sorted, 0.50), at(sorted, 0.99), at(sorted, 1));
    }

    private static double at(long[] sorted, double share) {
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(0, rank - 1)] / NANOS_PER_MILLI;
    }
}
