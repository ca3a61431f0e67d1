package io.sluice.simulator.oracle;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.IdentityMix;

/**
 * The value of each metric in each message: an integer that follows from (device, metric, seq), so that the truth needs
 * no store of values, and small enough for any sum of them to be an exact double.
 */
public final class TrueValues {
    private static final int UNUSED_BITS = 44;
    private static final long HALF_RANGE = 1L << (63 - UNUSED_BITS);

    private final long seed;

    private TrueValues(long seed) {
        this.seed = seed;
    }

    public static TrueValues of(DeviceId device, String metric) {
        return new TrueValues(IdentityMix.seed(device, metric));
    }

    /** From -2^19 to 2^19 - 1. */
    public long at(long seq) {
        return (IdentityMix.mix(seed, seq) >>> UNUSED_BITS) - HALF_RANGE;
    }
}
