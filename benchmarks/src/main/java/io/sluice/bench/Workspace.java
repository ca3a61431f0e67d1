package io.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder of one run's own, gone with it. */
public final class Workspace implements AutoCloseable {
    private final Path folder;

    private Workspace(Path folder) {
        this.folder = folder;
    }

    public static Workspace in(Path parent) throws IOException {
        Files.createDirectories(parent);
        return new Workspace(
                Files.createTempDirectory(parent, "bench-").toAbsolutePath().normalize());
    }

    public Path folder() {
        return folder;
    }

    /** A new folder that no other contestant has. */
    public Path fresh(String name) throws IOException {
        return Files.createTempDirectory(folder, name.replaceAll("[^A-Za-z0-9]+", "-") + "-");
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
