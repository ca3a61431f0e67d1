package io.sluice.simulator.oracle;

/**
 * What the public API says of the values in one window of a series, but for their sum. NaN for what it does not say.
 */
public record WindowStats(
        double min,
        double max,
        double mean,
        double stddev,
        double p50,
        double p95,
        double p99,
        double first,
        double last) {
    public static final WindowStats NOTHING = new WindowStats(
            Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
}
