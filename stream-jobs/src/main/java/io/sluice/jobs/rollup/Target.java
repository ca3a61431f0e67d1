package io.sluice.jobs.rollup;

import io.sluice.model.rollup.Tier;

/** Which topic an {@link Outcome} is for. */
public enum Target {
    ROLLUP_1S,
    ROLLUP_10S,
    ROLLUP_1M,
    ROLLUP_1H,
    LATE,
    LEDGER;

    static Target of(Tier tier) {
        return switch (tier) {
            case S1 -> ROLLUP_1S;
            case S10 -> ROLLUP_10S;
            case M1 -> ROLLUP_1M;
            case H1 -> ROLLUP_1H;
        };
    }
}
