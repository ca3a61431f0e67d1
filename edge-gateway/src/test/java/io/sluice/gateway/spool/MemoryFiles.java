package io.sluice.gateway.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A folder in memory that forgets as a disk does: until a file is forced, each sector written may or may not survive a
 * crash. Faults can be planted: a failing force, and a crash at the n-th operation.
 */
public final class MemoryFiles implements SpoolFiles {
    private static final int SECTOR_BYTES = 32;

    /** The process ends here: thrown by the operation that does not happen. */
    public static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        private Crash() {
            super("crash");
        }
    }

    private final TreeMap<String, Content> files = new TreeMap<>();
    private long operationsLeft = Long.MAX_VALUE;
    private boolean isForceFailing;
    private boolean isFull;

    /** The operation after so many crashes. */
    public void crashAfter(long operations) {
        operationsLeft = operations;
    }

    public void failForces() {
        isForceFailing = true;
    }

    public void fill(boolean full) {
        isFull = full;
    }

    public long totalBytes() {
        return files.values().stream().mapToLong(content -> content.now.length).sum();
    }

    /** What a restart finds: what was forced, and of the rest what chance leaves. */
    public MemoryFiles afterCrash(RandomGenerator random) {
        MemoryFiles left = new MemoryFiles();
        files.forEach((name, content) -> left.files.put(name, content.afterCrash(random)));
        return left;
    }

    public byte[] content(String name) {
        return Objects.requireNonNull(files.get(name), name).now;
    }

    private void operate() {
        if (operationsLeft-- <= 0) {
            throw new Crash();
        }
    }

    @Override
    public List<String> list() {
        return List.copyOf(files.keySet());
    }

    @Override
    public SegmentFile open(String name) throws IOException {
        Content content = files.get(name);
        if (content == null) {
            throw new IOException("no such file: " + name);
        }
        return new Handle(content);
    }

    @Override
    public SegmentFile create(String name, long bytes) throws IOException {
        operate();
        if (isFull) {
            throw new IOException("No space left on device");
        }
        Content content = new Content(new byte[(int) bytes]);
        files.put(name, content);
        return new Handle(content);
    }

    @Override
    public void rename(String from, String to) {
        operate();
        files.put(to, files.remove(from));
    }

    @Override
    public void delete(String name) {
        operate();
        files.remove(name);
    }

    @Override
    public byte @Nullable [] read(String name) {
        Content content = files.get(name);
        return content == null ? null : content.now.clone();
    }

    @Override
    public void replace(String name, byte[] content) {
        operate();
        files.put(name, new Content(content.clone()));
    }

    @Override
    public void close() {}

    private static final class Content {
        private byte[] forced;
        private byte[] now;
        private final List<int[]> dirty = new ArrayList<>();

        private Content(byte[] bytes) {
            forced = bytes.clone();
            now = bytes;
        }

        private Content afterCrash(RandomGenerator random) {
            byte[] left = forced.clone();
            for (int[] range : dirty) {
                for (int at = range[0]; at < range[1]; at += SECTOR_BYTES) {
                    if (random.nextInt(4) > 0) {
                        int end = Math.min(range[1], at + SECTOR_BYTES);
                        System.arraycopy(now, at, left, at, end - at);
                    }
                }
            }
            return new Content(left);
        }
    }

    private final class Handle implements SegmentFile {
        private final Content content;

        private Handle(Content content) {
            this.content = content;
        }

        @Override
        public void read(ByteBuffer into, long position) {
            int count = (int) Math.max(0, Math.min(into.remaining(), content.now.length - position));
            into.put(content.now, (int) position, count);
        }

        @Override
        public void write(ByteBuffer from, long position) {
            int count = from.remaining();
            from.get(content.now, (int) position, count);
            content.dirty.add(new int[] {(int) position, (int) position + count});
            operate(); // a crash here leaves whatever part of the write
        }

        @Override
        public void force() throws IOException {
            operate();
            if (isForceFailing) {
                throw new IOException("Input/output error");
            }
            content.forced = content.now.clone();
            content.dirty.clear();
        }

        @Override
        public void truncate(long size) {
            operate();
            content.now = Arrays.copyOf(content.now, (int) size);
            content.forced = content.now.clone();
            content.dirty.clear();
        }

        @Override
        public long size() {
            return content.now.length;
        }

        @Override
        public void close() {}
    }
}
