package io.sluice.model.batch;

/**
 * Doubles as exact decimals: mantissa / 10^exponent. With a mantissa below 2^53 and an exponent up to 22 both operands
 * are exact and the quotient is correctly rounded, so it is the double that the decimal's text would parse to (Clinger,
 * <i>How to Read Floating Point Numbers Accurately</i>, PLDI 1990; used for columns by ALP, SIGMOD 2024).
 */
final class Decimals {
    static final int MAX_EXPONENT = 18;
    private static final int NEAR = 2;
    private static final double MAX_MANTISSA = 1L << 53;

    /** Up to here a product is rounded by less than a sixteenth. */
    private static final double EXACT = 1e15;

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

    /** The same decimal at an exponent that is not smaller; exact where that is {@linkplain #isInRange in range}. */
    static long raised(long mantissa, int from, int to) {
        return mantissa * (long) POWERS[to - from];
    }

    /** The nearest; whether it is the value is asked of {@link #fits}. */
    static long mantissa(double value, int exponent) {
        return (long) Math.rint(value * POWERS[exponent]);
    }

    static boolean isInRange(double value, int exponent) {
        return Math.abs(value * POWERS[exponent]) <= MAX_MANTISSA;
    }

    /** Whether the value comes back bit for bit. */
    static boolean fits(double value, int exponent, boolean single) {
        return isInRange(value, exponent)
                && Double.doubleToRawLongBits(value(mantissa(value, exponent), exponent, single))
                        == Double.doubleToRawLongBits(value);
    }

    /** The smallest exponent that fits, searched from a guess; -1 where none is found. */
    static int smallestExponent(double value, int guess, boolean single) {
        int near = guess;
        while (near > 0 && Math.abs(value * POWERS[near]) > EXACT) {
            near--;
        }
        return single ? smallestOfSingle(value, near) : smallestOfDouble(value, near);
    }

    private static int smallestOfSingle(double value, int guess) {
        int exponent = guess;
        while (exponent <= MAX_EXPONENT && !fits(value, exponent, true)) {
            exponent++;
        }
        if (exponent > MAX_EXPONENT) {
            return -1;
        }
        while (exponent > 0 && fits(value, exponent - 1, true)) {
            exponent--;
        }
        return exponent;
    }

    /** What fits at some exponent fits at all above it, up to the range: the zeros at its end say how far down. */
    private static int smallestOfDouble(double value, int guess) {
        int exponent = fits(value, guess, false) ? guess : someExponent(value, guess);
        if (exponent > 0) {
            long mantissa = mantissa(value, exponent);
            while (exponent > 0 && mantissa % 10 == 0) {
                mantissa /= 10;
                exponent--;
            }
        }
        return exponent;
    }

    /**
     * Near the guess; else of all that has up to 15 digits; else of what has 16, and is no other number by rounding.
     */
    private static int someExponent(double value, int guess) {
        for (int exponent = guess + 1; exponent <= Math.min(guess + NEAR, MAX_EXPONENT); exponent++) {
            if (fits(value, exponent, false)) {
                return exponent;
            }
        }
        int exact = MAX_EXPONENT;
        while (exact > 0 && Math.abs(value * POWERS[exact]) > EXACT) {
            exact--;
        }
        for (int exponent = exact; exponent <= Math.min(exact + 1, MAX_EXPONENT); exponent++) {
            if (fits(value, exponent, false)) {
                return exponent;
            }
        }
        return -1;
    }
}
