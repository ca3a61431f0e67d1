package io.sluice.simulator.oracle;

/** One message of a history: whose, and which. */
record Message(BootHistory boot, long seq) {
    long mix() {
        return boot.mix(seq);
    }

    long ts() {
        return boot.ts(seq);
    }
}
