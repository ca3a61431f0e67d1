package io.sluice.launcher.cluster;

import io.sluice.kit.lifecycle.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where the number of a cluster's process stands, {@code run/<name>.pid}, for those who want to kill it and for the
 * next start. Without a lock of its own: its {@link ChildProcess} tells it of each start under its monitor.
 */
final class PidFile {
    private final Path folder;
    private final String name;
    private final Path file;

    /** @param folder of the cluster */
    PidFile(Path folder, String name) {
        this.folder = folder;
        this.name = name;
        this.file = folder.resolve("run").resolve(name + ".pid");
    }

    Path path() {
        return file;
    }

    /** @throws EnvironmentException where the process of a cluster that was killed still runs */
    void refuseLeftOver() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        long pid = Long.parseLong(Files.readString(file).strip());
        boolean isOurs = ProcessHandle.of(pid)
                .flatMap(left -> left.info().commandLine())
                .filter(line -> line.contains(folder.toString()) || line.endsWith(" " + name))
                .isPresent();
        if (isOurs) {
            throw new EnvironmentException("the cluster in this folder must not be running, process " + pid + " is ("
                    + file + "); end it first");
        }
    }

    /** Before the process starts, or it would run with nobody told. */
    void makeRoom() throws IOException {
        Files.createDirectories(file.getParent());
    }

    /** Whole or not at all: others read it meanwhile. */
    void tell(long pid) throws IOException {
        Path written = Files.writeString(file.resolveSibling(name + ".pid.new"), pid + "\n");
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}
