package io.sluice.gateway.spool.files;

import io.sluice.kit.lifecycle.EnvironmentException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The spool's folder on a disk. A file lock keeps a second gateway out of it. */
public final class DiskFiles implements SpoolFiles {
    private static final String LOCK = "lock";

    /** So much may go to the disk at once without the forces of the segment in use having to wait for it. */
    private static final int ZEROS_BYTES = 256 << 10;

    private final Path folder;
    private final FileChannel lockChannel;

    private DiskFiles(Path folder, FileChannel lockChannel) {
        this.folder = folder;
        this.lockChannel = lockChannel;
    }

    /** @throws EnvironmentException where another gateway has the folder */
    public static DiskFiles open(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel channel = FileChannel.open(
                folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
        if (!isLocked(channel)) {
            channel.close();
            throw new EnvironmentException("spool folder must belong to one gateway, is in use: " + folder);
        }
        return new DiskFiles(folder, channel);
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public List<String> list() throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public SegmentFile open(String name) throws IOException {
        return new DiskSegment(
                FileChannel.open(folder.resolve(name), StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public SegmentFile create(String name, long bytes, boolean gently) throws IOException {
        FileChannel channel = FileChannel.open(
                folder.resolve(name),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            fillWithZeros(channel, bytes, gently);
            channel.force(true);
            syncFolder();
            return new DiskSegment(channel);
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            Files.deleteIfExists(folder.resolve(name));
            throw e;
        }
    }

    private static void fillWithZeros(FileChannel channel, long bytes, boolean gently) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(ZEROS_BYTES, bytes));
        long left = bytes;
        while (left > 0) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), left));
            left -= channel.write(zeros);
            if (gently) {
                channel.force(false);
            }
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.ATOMIC_MOVE);
        syncFolder();
    }

    @Override
    public void delete(String name) throws IOException {
        if (Files.deleteIfExists(folder.resolve(name))) {
            syncFolder();
        }
    }

    @Override
    public byte @Nullable [] read(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) ? Files.readAllBytes(file) : null;
    }

    @Override
    public void replace(String name, byte[] content) throws IOException {
        String fresh = name + ".new";
        try (FileChannel channel = FileChannel.open(
                folder.resolve(fresh),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        rename(fresh, name);
    }

    /** Names are durable only once their directory is. */
    private void syncFolder() throws IOException {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        lockChannel.close();
    }
}
