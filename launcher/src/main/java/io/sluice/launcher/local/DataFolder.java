package io.sluice.launcher.local;

import io.sluice.kit.lifecycle.EnvironmentException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The folder that everything of one pipeline lives in, held by one process at a time. */
public final class DataFolder implements AutoCloseable {
    /** What the services put there. Other files are someone else's and stay, even at a reset. */
    private static final List<String> KNOWN = List.of("kafka", "spool", "ingest", "jobs", "flink", "logs", "run");

    private static final String LOCK = ".sluice.lock";

    private final Path path;
    private final boolean temporary;
    private final FileChannel lockFile;

    private DataFolder(Path path, boolean temporary) throws EnvironmentException {
        this.path = path;
        this.temporary = temporary;
        this.lockFile = lock(path);
    }

    /** Holds it until {@link #close}, and makes it where it is not there. */
    public static DataFolder open(Path path) throws EnvironmentException {
        return new DataFolder(path.toAbsolutePath().normalize(), false);
    }

    /** A fresh one that {@link #close} deletes. */
    public static DataFolder temporary() throws EnvironmentException {
        try {
            return new DataFolder(Files.createTempDirectory("sluice-demo-"), true);
        } catch (IOException e) {
            throw new EnvironmentException("a temporary folder must be creatable, was not (" + e.getMessage() + ")", e);
        }
    }

    public Path path() {
        return path;
    }

    /** Deletes what the pipeline has stored, and nothing else. */
    public void reset() {
        KNOWN.forEach(name -> delete(path.resolve(name)));
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (temporary) {
            delete(path);
        }
    }

    private static FileChannel lock(Path path) throws EnvironmentException {
        try {
            Files.createDirectories(path);
            FileChannel file =
                    FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(file) == null) {
                file.close();
                throw new EnvironmentException("data.dir must not be in use by another pipeline, was " + path);
            }
            return file;
        } catch (EnvironmentException e) {
            throw e;
        } catch (IOException e) {
            throw new EnvironmentException("data.dir must be writable, was " + path + " (" + e.getMessage() + ")", e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static void delete(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException problem)
                        throws IOException {
                    Files.deleteIfExists(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
