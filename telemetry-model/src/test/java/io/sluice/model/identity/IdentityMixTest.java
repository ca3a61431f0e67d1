package io.sluice.model.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The values are public: ledgers and rollups written by one version are compared with those of the next. */
class IdentityMixTest {
    private static final DeviceId PUMP = DeviceId.of("plant-1", "pump-7");

    @Test
    void theSeedIsFnv1aOfDeviceZeroEpoch() {
        assertEquals(0xc3d0b4e375398f35L, IdentityMix.seed(PUMP, "b7f3"));
    }

    @Test
    void theMixIsSplitMix64OfSeedAndSeq() {
        long seed = IdentityMix.seed(PUMP, "b7f3");

        assertEquals(0xf7019df8485f26b9L, IdentityMix.mix(seed, 1));
        assertEquals(0xac98d32979925076L, IdentityMix.mix(seed, 42));
        assertEquals(0x41970afec1fac096L, IdentityMix.mix(seed, (1L << 53) - 1));
    }

    @Test
    void partsOfAnIdentityCannotSlideIntoEachOther() {
        assertNotEquals(IdentityMix.seed(DeviceId.of("a", "b"), "c"), IdentityMix.seed(DeviceId.of("a", "bc"), "c"));
        assertNotEquals(IdentityMix.seed(DeviceId.of("a", "b"), "cd"), IdentityMix.seed(DeviceId.of("a", "bc"), "d"));
    }

    @Test
    void neighboursShareNoMix() {
        Set<Long> mixes = new HashSet<>();
        for (int device = 0; device < 100; device++) {
            long seed = IdentityMix.seed(DeviceId.of("s", "d" + device), "e");
            for (int seq = 1; seq <= 1000; seq++) {
                mixes.add(IdentityMix.mix(seed, seq));
            }
        }
        assertEquals(100_000, mixes.size());
    }
}
