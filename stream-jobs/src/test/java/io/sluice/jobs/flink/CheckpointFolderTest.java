package io.sluice.jobs.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.flink.CheckpointFolder.RestorePoint;
import io.sluice.kit.lifecycle.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFolderTest {
    @TempDir
    Path root;

    private CheckpointFolder folder = new CheckpointFolder(Path.of("."));

    @BeforeEach
    void prepare() throws IOException {
        folder = new CheckpointFolder(root);
        folder.prepare();
    }

    @Test
    void offersCompleteSnapshotsOfAllRunsTheNewestFirst() throws IOException {
        Path older = snapshot(folder.checkpoints().resolve("job-a/chk-9"), 1_000);
        Path newest = snapshot(folder.savepoints().resolve("savepoint-1"), 3_000);
        Path middle = snapshot(folder.checkpoints().resolve("job-b/chk-10"), 2_000);
        Files.createDirectories(folder.checkpoints().resolve("job-b/chk-11"));
        assertEquals(List.of(newest, middle, older), folder.candidates());
    }

    @Test
    void remembersTheGenerationAndWhetherACheckpointWasEverComplete() throws IOException {
        assertEquals(0, folder.generation());
        assertFalse(folder.wasCheckpointed());
        folder.write(2, false);
        assertEquals(2, folder.generation());
        assertFalse(folder.wasCheckpointed());
        folder.write(2, true);
        assertEquals(2, new CheckpointFolder(root).generation());
        assertTrue(new CheckpointFolder(root).wasCheckpointed());
    }

    @Test
    void keepsTheRunningJobsCheckpointsOnly() throws IOException {
        Path kept = snapshot(folder.checkpoints().resolve("now/chk-1"), 3_000);
        snapshot(folder.checkpoints().resolve("before/chk-7"), 1_000);
        snapshot(folder.savepoints().resolve("savepoint-1"), 2_000);
        folder.keepOnly("now");
        assertEquals(List.of(kept), folder.candidates());
    }

    @Test
    void beginsAnewOnlyWhereNothingWasLostOrARebuildIsAskedFor() throws IOException {
        assertEquals(new RestorePoint(0, null), folder.restorePoint(false));
        folder.checkpointed(0, "now");
        EnvironmentException lost = assertThrows(EnvironmentException.class, () -> folder.restorePoint(false));
        assertTrue(String.valueOf(lost.getMessage()).startsWith("a checkpoint must be there"), lost.getMessage());
        assertEquals(new RestorePoint(1, null), folder.restorePoint(true));
    }

    @Test
    void sweepsTheScratchFolderAtAStart() throws IOException {
        Files.createDirectories(folder.scratch().resolve("left/by/a/kill"));
        folder.prepare();
        assertFalse(Files.exists(folder.scratch().resolve("left")));
    }

    private static Path snapshot(Path at, long millis) throws IOException {
        Files.createDirectories(at);
        Path metadata = Files.createFile(at.resolve("_metadata"));
        Files.setLastModifiedTime(metadata, FileTime.fromMillis(millis));
        return at;
    }
}
