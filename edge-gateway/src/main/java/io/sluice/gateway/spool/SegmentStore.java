package io.sluice.gateway.spool;

import io.sluice.gateway.spool.files.SegmentFile;
import io.sluice.gateway.spool.files.SpoolFiles;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which segments there are, and what they take on the disk. The writer adds, the keeper removes and prepares a spare,
 * readers look: all under one lock that is held for bookkeeping only, never while a file is worked on.
 */
final class SegmentStore {
    /** Names of files that are no segments yet begin so; found at start, they are thrown away. */
    static final String SPARE = "spare-";

    private final SpoolFiles files;
    private final SpoolOptions options;
    private final NavigableMap<Long, Long> sizes = new TreeMap<>();
    private @Nullable Spare spare;
    private long sparesMade;
    private long bytes;
    private volatile @Nullable IOException growthFailure;

    SegmentStore(SpoolFiles files, SpoolOptions options, Map<Long, Long> sizes) {
        this.files = files;
        this.options = options;
        this.sizes.putAll(sizes);
        this.bytes = sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    long segmentBytes() {
        return options.segmentBytes();
    }

    /** What the segments and a spare take on the disk. */
    synchronized long bytes() {
        return bytes;
    }

    synchronized long firstSegment() {
        return sizes.isEmpty() ? 0 : sizes.firstKey();
    }

    /**
     * The next segment, ready to be written; null where the cap or the disk leaves no room for it. A failure here loses
     * nothing, since nothing is in the new file yet: it is thrown away and made anew the next time.
     */
    @Nullable
    SegmentFile roll(long index) {
        Spare next = takeSpare();
        try {
            if (next == null) {
                next = create(false);
            }
            if (next == null) {
                return null;
            }
            SegmentHeader.write(next.file, index);
            files.rename(next.name, SegmentHeader.nameOf(index));
        } catch (IOException e) {
            growthFailure = e;
            discard(next);
            return null;
        }
        growthFailure = null;
        synchronized (this) {
            sizes.put(index, options.segmentBytes());
        }
        return next.file;
    }

    /** Why no further segment could be made, null where the last one could. */
    @Nullable
    IOException growthFailure() {
        return growthFailure;
    }

    private synchronized @Nullable Spare takeSpare() {
        Spare taken = spare;
        spare = null;
        return taken;
    }

    /** Null where the cap leaves no room. */
    private @Nullable Spare create(boolean gently) throws IOException {
        String name;
        synchronized (this) {
            if (bytes + options.segmentBytes() > options.capBytes()) {
                return null;
            }
            bytes += options.segmentBytes();
            name = SPARE + sparesMade++;
        }
        try {
            return new Spare(name, files.create(name, options.segmentBytes(), gently));
        } catch (IOException | RuntimeException | Error e) {
            release(options.segmentBytes());
            throw e;
        }
    }

    private synchronized void release(long less) {
        bytes -= less;
    }

    private void discard(@Nullable Spare broken) {
        if (broken == null) {
            return;
        }
        release(options.segmentBytes());
        try {
            broken.file.close();
            files.delete(broken.name);
        } catch (IOException e) {
            Objects.requireNonNull(growthFailure).addSuppressed(e);
        }
    }

    /** Fills the next segment ahead of its use, so that the writer does not have to wait for it. Keeper only. */
    void prepareSpare() throws IOException {
        synchronized (this) {
            if (spare != null) {
                return;
            }
        }
        Spare made = create(true);
        synchronized (this) {
            spare = made;
        }
    }

    /** Removes the segments that lie wholly before the position; the one being written always stays. Keeper only. */
    int deleteBefore(long position) throws IOException {
        int deleted = 0;
        for (Map.Entry<Long, Long> oldest = oldestBefore(position); oldest != null; oldest = oldestBefore(position)) {
            files.delete(SegmentHeader.nameOf(oldest.getKey()));
            synchronized (this) {
                sizes.remove(oldest.getKey());
                bytes -= oldest.getValue();
            }
            deleted++;
        }
        return deleted;
    }

    private synchronized Map.@Nullable Entry<Long, Long> oldestBefore(long position) {
        Map.Entry<Long, Long> oldest = sizes.firstEntry();
        return sizes.size() > 1 && oldest.getKey() < SpoolPosition.segment(position) ? oldest : null;
    }

    void close() throws IOException {
        Spare unused = takeSpare();
        if (unused != null) {
            unused.file.close();
            files.delete(unused.name);
        }
    }

    private record Spare(String name, SegmentFile file) {}
}
