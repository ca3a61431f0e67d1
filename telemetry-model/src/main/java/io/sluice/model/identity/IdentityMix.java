package io.sluice.model.identity;

/**
 * The 64-bit mix of a message's identity (site/device, epoch, seq). The ledger xors mixes, so that a loss and a
 * duplicate cannot cancel as they would in a count.
 *
 * <p>FNV-1a over the UTF-16 code units of {@code site/device}, a zero and {@code epoch} gives the seed (ids are ASCII,
 * so units are bytes); the seed plus seq times the golden ratio goes through SplitMix64's finaliser (Steele, Lea and
 * Flood, <i>Fast Splittable Pseudorandom Number Generators</i>, OOPSLA 2014).
 */
public final class IdentityMix {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;

    private IdentityMix() {}

    /** The part of the mix that is the same for every message of one device and epoch. */
    public static long seed(DeviceId device, String epoch) {
        return fnv(fnv(deviceHash(device), '\0'), epoch);
    }

    public static long mix(long seed, long seq) {
        return finish(seed + seq * GOLDEN_RATIO);
    }

    /** The mix of a record without an identity of its own, a rejected publish: by its counter in (spool, partition). */
    public static long ofCounter(String spool, int partition, long counter) {
        return mix(fnv(fnv(fnv(FNV_OFFSET, spool), '/'), Integer.toString(partition)), counter);
    }

    static long deviceHash(DeviceId device) {
        return fnv(fnv(fnv(FNV_OFFSET, device.site()), '/'), device.device());
    }

    static long finish(long z) {
        long x = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
        return x ^ (x >>> 31);
    }

    private static long fnv(long hash, String text) {
        long h = hash;
        for (int i = 0; i < text.length(); i++) {
            h = fnv(h, text.charAt(i));
        }
        return h;
    }

    private static long fnv(long hash, char c) {
        return (hash ^ c) * FNV_PRIME;
    }
}
