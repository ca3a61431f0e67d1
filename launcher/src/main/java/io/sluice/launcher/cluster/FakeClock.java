package io.sluice.launcher.cluster;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The wall clock of a process, which can be made to stand off: libfaketime, loaded before all else, looks up in a file
 * how far, once a second. What measures elapsed time, and every timed wait with it, stays right.
 */
final class FakeClock {
    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final Path library;
    private final Path file;

    /** @param file says how far; the clock is right at first */
    FakeClock(Path library, Path file) throws IOException {
        this.library = library;
        this.file = file;
        shift(Duration.ZERO);
    }

    /** Where Debian and others install it, empty where they have not. */
    static Optional<Path> library() {
        Path lib = Path.of("/usr/lib");
        if (!Files.isDirectory(lib)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> architectures = Files.newDirectoryStream(lib, Files::isDirectory)) {
            for (Path architecture : architectures) {
                Path library = architecture.resolve(LIBRARY);
                if (Files.isReadable(library)) {
                    return Optional.of(library);
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.of(lib.resolve(LIBRARY)).filter(Files::isReadable);
    }

    /** What the process is to be started with. */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD",
                library.toString(),
                "FAKETIME_TIMESTAMP_FILE",
                file.toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                // Without it the library takes a JVM's waits for waits on the wall clock, and each returns at once.
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0",
                // A file keeps the time it was written at when the clock jumps.
                "NO_FAKE_STAT",
                "1");
    }

    /** Deletes what the library leaves in shared memory when its process is killed. */
    static void sweep(long pid) throws IOException {
        Files.deleteIfExists(SHARED_MEMORY.resolve("faketime_shm_" + pid));
        Files.deleteIfExists(SHARED_MEMORY.resolve("sem.faketime_sem_" + pid));
    }

    /** Within a second, for the process that runs and those that come after it. */
    void shift(Duration by) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        String seconds = (by.isNegative() ? "" : "+") + by.toSeconds();
        Path written = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), seconds + "\n");
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
