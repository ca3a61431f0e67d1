package io.sluice.bench;

import java.util.Arrays;

/** Of a few rounds: one of them that was disturbed does not move it. */
public final class Median {
    private Median() {}

    public static double of(double... values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
