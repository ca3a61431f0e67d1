package io.sluice.model.batch;

/**
 * Doubles as exact decimals: mantissa / 10^exponent. With a mantissa below 2^53 and an exponent up to 22 both operands
 * are exact and the quotient is correctly rounded, so it is the double that the decimal's text would parse to (Clinger,
 * <i>How to Read Floating Point Numbers Accurately</i>, PLDI 1990; used for columns by ALP, SIGMOD 2024).
 */
final class Decimals {
    static final int MAX_EXPONENT = 18;
    private static final double MAX_MANTISSA = 1L << 53;
    private static final double[] POWERS = new double[MAX_EXPONENT + 1];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10; // exact up to 10^22
        }
    }

    private Decimals() {}

    static double value(long mantissa, int exponent, boolean single) {
        double quotient = mantissa / POWERS[exponent];
        return single ? (float) quotient : quotient;
    }

    static long mantissa(double value, int exponent) {
        return Math.round(value * POWERS[exponent]);
    }

    /** Whether the value comes back bit for bit. */
    static boolean fits(double value, int exponent, boolean single) {
        double scaled = value * POWERS[exponent];
        return Math.abs(scaled) <= MAX_MANTISSA
                && Double.doubleToRawLongBits(value(Math.round(scaled), exponent, single))
                        == Double.doubleToRawLongBits(value);
    }

    /** The smallest exponent that fits, searched from a guess; -1 where none does. */
    static int smallestExponent(double value, int guess, boolean single) {
        int exponent = guess;
        if (fits(value, exponent, single)) {
            while (exponent > 0 && fits(value, exponent - 1, single)) {
                exponent--;
            }
            return exponent;
        }
        for (exponent = 0; exponent <= MAX_EXPONENT; exponent++) {
            if (exponent != guess && fits(value, exponent, single)) {
                return exponent;
            }
        }
        return -1;
    }
}
