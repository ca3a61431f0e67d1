package io.sluice.gateway.spool;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One file as the kernel sees it: what the page cache shows, what lies on the disk, and which sectors of the first are
 * still to be brought to the second. A failed force gives those up: the cache shows them, and nobody will write them.
 */
final class MemoryContent {
    private static final int SECTOR_BYTES = 32;

    private byte[] cache;
    private byte[] disk;
    private final List<int[]> dirty = new ArrayList<>();
    private boolean isGivenUp;

    /** A file that is durable as it is. */
    MemoryContent(byte[] bytes) {
        cache = bytes;
        disk = bytes.clone();
    }

    int size() {
        return cache.length;
    }

    byte[] cached() {
        return cache;
    }

    void write(ByteBuffer from, int position) {
        int count = from.remaining();
        from.get(cache, position, count);
        dirty.add(new int[] {position, position + count});
    }

    void cut(int size) {
        cache = Arrays.copyOf(cache, size);
        disk = Arrays.copyOf(disk, size);
        dirty.forEach(range -> range[1] = Math.max(range[0], Math.min(range[1], size)));
    }

    void force() {
        dirty.forEach(range -> System.arraycopy(cache, range[0], disk, range[0], range[1] - range[0]));
        dirty.clear();
    }

    void failForce(RandomGenerator random) {
        copyByChance(random, cache, disk);
        dirty.clear();
        isGivenUp = true;
    }

    /** A power cut. */
    MemoryContent afterCrash(RandomGenerator random) {
        byte[] left = disk.clone();
        copyByChance(random, cache, left);
        return new MemoryContent(left);
    }

    /** The process ended: what was given up may have left the cache by the time somebody looks. */
    MemoryContent afterKill(RandomGenerator random) {
        boolean isForgotten = isGivenUp && random.nextBoolean();
        MemoryContent left = new MemoryContent(isForgotten ? disk.clone() : cache.clone());
        dirty.forEach(range -> System.arraycopy(cache, range[0], left.cache, range[0], range[1] - range[0]));
        left.disk = disk.clone();
        left.dirty.addAll(dirty);
        left.isGivenUp = isGivenUp;
        return left;
    }

    private void copyByChance(RandomGenerator random, byte[] from, byte[] to) {
        for (int[] range : dirty) {
            for (int at = range[0]; at < range[1]; at += SECTOR_BYTES) {
                if (random.nextInt(4) > 0) {
                    int end = Math.min(range[1], at + SECTOR_BYTES);
                    System.arraycopy(from, at, to, at, end - at);
                }
            }
        }
    }
}
