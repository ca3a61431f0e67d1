package io.sluice.simulator.fleet;

import io.sluice.simulator.signal.Noise;

/**
 * What goes wrong with a device by itself, decided by (seed, seq) alone. Late messages are late by amounts well away
 * from every tier's horizon, so that it is certain which tiers take them.
 */
enum DeviceFaults {
    NONE,
    /** Numbered, and lost before it was sent. */
    LOST,
    /** Sent twice, as two publishes. */
    DUPLICATED,
    /** Sent after its successor. */
    REORDERED,
    /** Half a payload. */
    CORRUPT,
    /** 30 s behind: every tier takes it. */
    DELAYED,
    /** 5 min behind: too late for the 1 s tier. */
    LATE,
    /** 25 h behind: no tier takes it. */
    TOO_LATE,
    /** The device starts anew, under another epoch. */
    REBOOT;

    private static final double[] SHARES = {0, 0.004, 0.004, 0.004, 0.003, 0.003, 0.002, 0.001, 0.002};

    static DeviceFaults of(long seed, long seq) {
        double drawn = Noise.uniform(seed, seq);
        for (DeviceFaults fault : values()) {
            drawn -= SHARES[fault.ordinal()];
            if (drawn < 0) {
                return fault;
            }
        }
        return NONE;
    }

    long behindMillis() {
        return switch (this) {
            case DELAYED -> 30_000;
            case LATE -> 5 * 60_000;
            case TOO_LATE -> 25 * 3_600_000;
            default -> 0;
        };
    }
}
