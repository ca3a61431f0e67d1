package io.sluice.model.rollup;

/**
 * DDSketch's logarithmic scale (Masson, Rim and Lee, <i>DDSketch</i>, VLDB 2019): bucket i holds the magnitudes in
 * (gamma^(i-1), gamma^i], and answering with the bucket's point of equal relative distance is wrong by 1 % at most.
 */
final class LogScale {
    static final double RELATIVE_ACCURACY = 0.01;

    private static final double GAMMA = (1 + RELATIVE_ACCURACY) / (1 - RELATIVE_ACCURACY);
    private static final double LN_GAMMA = Math.log(GAMMA);
    private static final double PER_LN_GAMMA = 1 / LN_GAMMA;
    private static final double LN_MIDDLE = Math.log(2 / (1 + GAMMA));

    static final int LOWEST_INDEX = index(Double.MIN_VALUE);
    static final int HIGHEST_INDEX = index(Double.MAX_VALUE);

    private LogScale() {}

    /** @param magnitude positive and finite */
    static int index(double magnitude) {
        return (int) Math.ceil(Math.log(magnitude) * PER_LN_GAMMA);
    }

    static double value(int index) {
        return Math.min(Math.exp(index * LN_GAMMA + LN_MIDDLE), Double.MAX_VALUE);
    }
}
