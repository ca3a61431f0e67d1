package io.sluice.gateway.spool;

import io.sluice.gateway.spool.files.SegmentFile;
import io.sluice.gateway.spool.files.SpoolFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A folder in memory that forgets as a disk does: until a file is forced, each sector written may or may not survive a
 * machine's crash; a killed process leaves all it wrote to the next one. Faults can be planted: a failing force, a full
 * disk, no memory, and a crash at the n-th operation.
 */
public final class MemoryFiles implements SpoolFiles {

    /** The process ends here: thrown by the operation that does not happen. */
    public static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        private Crash() {
            super("crash");
        }
    }

    private final TreeMap<String, MemoryContent> files = new TreeMap<>();
    private long operationsLeft = Long.MAX_VALUE;
    private boolean isForceFailing;
    private long forces;
    private long failingForce = -1;
    private RandomGenerator platter = new Random(0);
    private boolean isFull;
    private volatile boolean isMemoryExhausted;

    /** The operation after so many crashes. */
    public void crashAfter(long operations) {
        operationsLeft = operations;
    }

    public void failForces() {
        isForceFailing = true;
    }

    /** The force after so many fails, once; chance decides what of the file reaches the disk all the same. */
    public void failForceAfter(long successes, RandomGenerator random) {
        failingForce = forces + successes;
        platter = random;
    }

    public void fill(boolean full) {
        isFull = full;
    }

    /** As where the JVM may have no more memory outside its heap: an error of the JVM, and no {@code IOException}. */
    public void exhaustMemory(boolean exhausted) {
        isMemoryExhausted = exhausted;
    }

    public long totalBytes() {
        return files.values().stream().mapToLong(MemoryContent::size).sum();
    }

    /** What a restart finds after a power cut: what was forced, and of the rest what chance leaves. */
    public MemoryFiles afterCrash(RandomGenerator random) {
        MemoryFiles left = new MemoryFiles();
        files.forEach((name, content) -> left.files.put(name, content.afterCrash(random)));
        return left;
    }

    /**
     * What a restart finds where only the process ended: the page cache, but nothing that a failed force lost for good.
     */
    public MemoryFiles afterKill(RandomGenerator random) {
        MemoryFiles left = new MemoryFiles();
        files.forEach((name, content) -> left.files.put(name, content.afterKill(random)));
        return left;
    }

    public byte[] content(String name) {
        return Objects.requireNonNull(files.get(name), name).cached();
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
        MemoryContent content = files.get(name);
        if (content == null) {
            throw new IOException("no such file: " + name);
        }
        return new Handle(content);
    }

    @Override
    public SegmentFile create(String name, long bytes, boolean gently) throws IOException {
        operate();
        if (isFull) {
            throw new IOException("No space left on device");
        }
        if (isMemoryExhausted) {
            throw new OutOfMemoryError("Cannot reserve direct buffer memory");
        }
        MemoryContent content = new MemoryContent(new byte[(int) bytes]);
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
        MemoryContent content = files.get(name);
        return content == null ? null : content.cached().clone();
    }

    @Override
    public void replace(String name, byte[] content) throws IOException {
        operate();
        if (isFull) {
            throw new IOException("No space left on device");
        }
        files.put(name, new MemoryContent(content.clone()));
    }

    @Override
    public void close() {}

    private final class Handle implements SegmentFile {
        private final MemoryContent content;

        private Handle(MemoryContent content) {
            this.content = content;
        }

        @Override
        public void read(ByteBuffer into, long position) {
            byte[] cached = content.cached();
            int count = (int) Math.max(0, Math.min(into.remaining(), cached.length - position));
            into.put(cached, (int) position, count);
        }

        @Override
        public void write(ByteBuffer from, long position) {
            content.write(from, (int) position);
            operate(); // a crash here leaves whatever part of the write
        }

        @Override
        public void force() throws IOException {
            operate();
            sync();
        }

        @Override
        public void truncate(long size) throws IOException {
            operate();
            content.cut((int) size);
            sync();
        }

        private void sync() throws IOException {
            if (!isForceFailing && forces++ != failingForce) {
                content.force();
                return;
            }
            content.failForce(platter);
            throw new IOException("Input/output error");
        }

        @Override
        public long size() {
            return content.size();
        }

        @Override
        public void close() {}
    }
}
