package io.sluice.simulator.oracle;

/**
 * How many messages the ledger must account for, and as what.
 *
 * @param counted of them those that the 1 h tier takes
 * @param late of them those that no tier takes
 */
record Owed(Due all, Due counted, Due late) {
    static final Owed NOTHING = new Owed(Due.NOTHING, Due.NOTHING, Due.NOTHING);

    static Owed counted(Due due) {
        return new Owed(due, due, Due.NOTHING);
    }

    static Owed late(Due due) {
        return new Owed(due, Due.NOTHING, due);
    }

    /** Where nobody knows when it was said. */
    static Owed either(Due due) {
        Due perhaps = new Due(0, due.atMost());
        return new Owed(due, perhaps, perhaps);
    }

    Owed plus(Owed other) {
        return new Owed(all.plus(other.all), counted.plus(other.counted), late.plus(other.late));
    }
}
