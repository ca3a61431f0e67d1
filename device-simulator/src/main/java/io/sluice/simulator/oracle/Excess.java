package io.sluice.simulator.oracle;

/** What a window holds beyond the acknowledged messages; negative, what it lacks. */
record Excess(long count, long sum, long identities) {
    Excess without(Message message, long value) {
        return new Excess(count - 1, sum - value, identities ^ message.mix());
    }

    Excess with(Message message, long value) {
        return new Excess(count + 1, sum + value, identities ^ message.mix());
    }

    boolean isNothing() {
        return count == 0 && sum == 0 && identities == 0;
    }
}
