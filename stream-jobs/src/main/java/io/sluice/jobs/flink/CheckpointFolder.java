package io.sluice.jobs.flink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.kit.lifecycle.EnvironmentException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the jobs keep their state between two runs: {@code checkpoints/<job id>/chk-<n>}, {@code savepoints/<name>},
 * and the file {@code generation}, which says which build of the rollups this is and whether a checkpoint was ever
 * complete. Whoever starts the job asks it what to start from.
 */
public final class CheckpointFolder {
    private static final Logger log = LoggerFactory.getLogger(CheckpointFolder.class);
    private static final String METADATA = "_metadata";
    private static final String COMPLETED = " checkpointed";

    private final Path root;

    public CheckpointFolder(Path root) {
        this.root = root.toAbsolutePath();
    }

    /**
     * What a start goes on from.
     *
     * @param snapshot a checkpoint or savepoint, null where there never was one
     */
    public record RestorePoint(int generation, @Nullable Path snapshot) {}

    public Path checkpoints() {
        return root.resolve("checkpoints");
    }

    public Path savepoints() {
        return root.resolve("savepoints");
    }

    public Path scratch() {
        return root.resolve("tmp");
    }

    /** Makes the folders and removes what a killed run left in the scratch folder. */
    public void prepare() throws IOException {
        delete(scratch());
        Files.createDirectories(checkpoints());
        Files.createDirectories(savepoints());
        Files.createDirectories(scratch());
    }

    /**
     * The newest snapshot whose files are all there, or the beginning.
     *
     * @throws EnvironmentException as {@link #begin}
     */
    public RestorePoint restorePoint(boolean rebuild) throws IOException {
        for (Path snapshot : candidates()) {
            if (isWhole(snapshot)) {
                return new RestorePoint(generation(), snapshot);
            }
        }
        return new RestorePoint(begin(rebuild), null);
    }

    /**
     * A beginning without a snapshot, in a higher generation where all are lost.
     *
     * @return the generation
     * @throws EnvironmentException where there were snapshots and no rebuild is asked for
     */
    int begin(boolean rebuild) throws IOException {
        boolean lost = wasCheckpointed();
        if (lost && !rebuild) {
            throw new EnvironmentException("a checkpoint must be there, since one was complete before, and none can be"
                    + " restored from " + checkpoints() + "; to count again what telemetry.readings still holds,"
                    + " start with jobs.rebuild=true");
        }
        int generation = generation() + (lost ? 1 : 0);
        write(generation, false);
        return generation;
    }

    static boolean isWhole(Path snapshot) {
        try {
            SnapshotFiles.check(snapshot);
            return true;
        } catch (IOException e) {
            log.atWarn().setCause(e).addKeyValue("snapshot", snapshot).log("checkpoint is not whole");
            return false;
        }
    }

    /** Complete checkpoints and savepoints, the newest first. */
    List<Path> candidates() throws IOException {
        try (Stream<Path> paths = Files.walk(root, 4)) {
            return paths.filter(path -> path.endsWith(METADATA))
                    .sorted(Comparator.comparing(CheckpointFolder::modified).reversed())
                    .map(Path::getParent)
                    .toList();
        }
    }

    int generation() throws IOException {
        String line = line();
        return line.isEmpty() ? 0 : Integer.parseInt(line.replace(COMPLETED, ""));
    }

    /** Whether there was ever a checkpoint to restore; until then a new start reads everything again. */
    boolean wasCheckpointed() throws IOException {
        return line().endsWith(COMPLETED);
    }

    void write(int generation, boolean checkpointed) throws IOException {
        Path next = root.resolve("generation.next");
        Files.writeString(next, generation + (checkpointed ? COMPLETED : ""), UTF_8);
        Files.move(next, root.resolve("generation"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** A run's first checkpoint is complete: from now on a start without one is a loss. Earlier runs' are removed. */
    public void checkpointed(int generation, String jobId) throws IOException {
        write(generation, true);
        keepOnly(jobId);
    }

    void keepOnly(String jobId) throws IOException {
        deleteChildren(checkpoints(), jobId);
        deleteChildren(savepoints(), "");
    }

    private String line() throws IOException {
        try {
            return Files.readString(root.resolve("generation"), UTF_8).strip();
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    private static void deleteChildren(Path folder, String kept) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            for (Path child : children.filter(path -> !path.endsWith(kept)).toList()) {
                delete(child);
            }
        }
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> inside = Files.walk(path)) {
            for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    private static FileTime modified(Path path) {
        try {
            return Files.getLastModifiedTime(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
