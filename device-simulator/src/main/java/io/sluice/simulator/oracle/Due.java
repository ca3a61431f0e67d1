package io.sluice.simulator.oracle;

/**
 * How many messages must be accounted for.
 *
 * @param atLeast those that were acknowledged
 * @param atMost these, and those without an answer
 */
record Due(long atLeast, long atMost) {
    static final Due NOTHING = new Due(0, 0);

    static Due of(Outcome outcome) {
        return switch (outcome) {
            case ACKED -> new Due(1, 1);
            case UNKNOWN, REFUSED_AT_LAST -> new Due(0, 1);
            case REFUSED, NEVER_SENT -> NOTHING;
        };
    }

    Due plus(Due other) {
        return new Due(atLeast + other.atLeast, atMost + other.atMost);
    }

    boolean allows(long messages) {
        return atLeast <= messages && messages <= atMost;
    }

    @Override
    public String toString() {
        return "from " + atLeast + " acknowledged to " + atMost + " with those unanswered";
    }
}
