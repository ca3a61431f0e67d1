package io.sluice.api.history;

/** Counts windows: they start at the multiples of their width, also before 1970. */
final class Windows {
    private Windows() {}

    /** How many windows start in [from, to). */
    static long starting(long from, long to, long width) {
        return to <= from ? 0 : ceilDivide(to, width) - ceilDivide(from, width);
    }

    /**
     * The least number of neighbours to merge into one so that those which start in [from, to) become no more than the
     * limit. No number makes one of what lies on both sides of 1970: then it is the least that makes two.
     */
    static long merged(long from, long to, long width, long limit) {
        if (to <= from) {
            return 1;
        }
        long before = -ceilDivide(from, width);
        long after = ceilDivide(to, width);
        long most = Math.max(Math.max(before, after), 1);
        long merged = Math.min(Math.max(ceilDivide(before + after, limit), 1), most);
        while (merged < most && ceilDivide(before, merged) + ceilDivide(after, merged) > limit) {
            merged = Math.min(nextFewer(before, merged), nextFewer(after, merged));
        }
        return merged;
    }

    /** From which number on they become fewer than with this one: between the two it is no use to search. */
    private static long nextFewer(long windows, long merged) {
        long parts = ceilDivide(windows, merged);
        return parts <= 1 ? Long.MAX_VALUE : ceilDivide(windows, parts - 1);
    }

    static long ceilDivide(long number, long divisor) {
        return -Math.floorDiv(-number, divisor);
    }
}
