package io.sluice.api.history;

/** Counts windows: they start at the multiples of their width, also before 1970. */
final class Windows {
    private Windows() {}

    /** The first start at or after then. */
    static long firstFrom(long millis, long width) {
        return ceilDivide(millis, width) * width;
    }

    /** How many windows [from, to) touches. */
    static long touched(long from, long to, long width) {
        return to <= from ? 0 : ceilDivide(to, width) - Math.floorDiv(from, width);
    }

    /** How many windows start in [from, to). */
    static long starting(long from, long to, long width) {
        return touched(firstFrom(from, width), to, width);
    }

    static long ceilDivide(long number, long divisor) {
        return -Math.floorDiv(-number, divisor);
    }
}
