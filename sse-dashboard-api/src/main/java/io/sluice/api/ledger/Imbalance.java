package io.sluice.api.ledger;

/** What an equation lacks. */
final class Imbalance {
    private Imbalance() {}

    /** Messages too few or too many; where the count agrees but the identities do not, at least one was exchanged. */
    static long of(long count, long xor) {
        if (count != 0) {
            return Math.abs(count);
        }
        return xor == 0 ? 0 : 1;
    }
}
