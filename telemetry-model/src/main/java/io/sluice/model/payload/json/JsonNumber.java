package io.sluice.model.payload.json;

import java.nio.charset.StandardCharsets;

/**
 * Reads JSON numbers to the double that {@link Double#parseDouble} makes of them. Where the digits are an integer below
 * 2^53 and the power of ten is one that a double holds exactly, one multiplication or division rounds once and so
 * rightly (Clinger, How to read floating point numbers accurately, 1990); the others are left to the JDK.
 */
final class JsonNumber {
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };
    private static final long EXACT = 1L << 53;
    /** So many digits cannot overflow a long. */
    private static final int MAX_DIGITS = 18;
    /** Longer ones are unusual. */
    private static final int MAX_LENGTH = 64;

    private final byte[] in;
    private double value;
    private int at;
    private long digits;
    private int digitCount;

    JsonNumber(byte[] in) {
        this.in = in;
    }

    double value() {
        return value;
    }

    /** @return where the number ends, -1 where it is none or not a usual one */
    int read(int from) {
        at = from;
        digits = 0;
        digitCount = 0;
        boolean negative = byteAt() == '-';
        at += negative ? 1 : 0;
        boolean leadingZero = byteAt() == '0';
        int whole = digits();
        if (whole == 0 || (leadingZero && whole > 1)) {
            return -1;
        }
        int scale = fraction();
        boolean isInteger = scale == 0;
        int exponent = 0;
        if (byteAt() == 'e' || byteAt() == 'E') {
            isInteger = false;
            exponent = exponent();
        }
        if (scale < 0 || exponent == Integer.MIN_VALUE || goesOn(in, at) || at - from > MAX_LENGTH) {
            return -1;
        }
        if (isInteger && negative && digits == 0) {
            return -1; // -0 as an integer is Jackson's to judge
        }
        decide(from, negative, exponent - scale);
        return at;
    }

    private void decide(int from, boolean negative, int exponent) {
        if (digitCount > MAX_DIGITS || digits > EXACT || exponent < -22 || exponent > 22) {
            value = Double.parseDouble(new String(in, from, at - from, StandardCharsets.ISO_8859_1));
            return;
        }
        double magnitude = exponent < 0 ? digits / POWERS_OF_TEN[-exponent] : digits * POWERS_OF_TEN[exponent];
        value = negative ? -magnitude : magnitude;
    }

    /** Digits after a point; 0 without a point, -1 where none follow it. */
    private int fraction() {
        if (byteAt() != '.') {
            return 0;
        }
        at++;
        int count = digits();
        return count == 0 ? -1 : count;
    }

    /** MIN_VALUE where it is none; those beyond four digits are as good as four. */
    private int exponent() {
        at++;
        boolean negative = byteAt() == '-';
        at += negative || byteAt() == '+' ? 1 : 0;
        int from = at;
        int exponent = 0;
        while (isDigit(byteAt()) && at - from <= MAX_LENGTH) {
            exponent = Math.min(exponent * 10 + byteAt() - '0', 9999);
            at++;
        }
        if (at == from) {
            return Integer.MIN_VALUE;
        }
        return negative ? -exponent : exponent;
    }

    /** Goes no further than it takes to see that there are too many. */
    private int digits() {
        int from = at;
        while (isDigit(byteAt()) && at - from <= MAX_LENGTH) {
            digits = digits * 10 + in[at++] - '0'; // may overflow: digitCount tells
        }
        digitCount += at - from;
        return at - from;
    }

    private int byteAt() {
        return at < in.length ? in[at] : -1;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** Whether something stands there that may not follow a number. */
    static boolean goesOn(byte[] in, int at) {
        return at < in.length && ",}] \n\r\t".indexOf(in[at]) < 0;
    }
}
