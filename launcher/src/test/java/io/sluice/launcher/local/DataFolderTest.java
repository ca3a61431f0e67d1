package io.sluice.launcher.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.kit.lifecycle.EnvironmentException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path temp;

    @Test
    void aFolderIsHeldByOnePipelineAtATime() throws Exception {
        Path path = temp.resolve("data");
        try (DataFolder first = DataFolder.open(path)) {
            EnvironmentException thrown = assertThrows(EnvironmentException.class, () -> DataFolder.open(first.path()));
            assertEquals("data.dir must not be in use by another pipeline, was " + path, thrown.getMessage());
        }
        DataFolder.open(path).close();
    }

    @Test
    void aResetDeletesWhatThePipelineStoredAndLeavesEverythingElse() throws Exception {
        try (DataFolder folder = DataFolder.open(temp)) {
            Files.createDirectories(temp.resolve("kafka/telemetry.batches-0"));
            Files.writeString(temp.resolve("kafka/telemetry.batches-0/0.log"), "x");
            Files.writeString(temp.resolve("notes.txt"), "mine");

            folder.reset();
        }
        assertFalse(Files.exists(temp.resolve("kafka")));
        assertTrue(Files.exists(temp.resolve("notes.txt")));
    }

    @Test
    void aTemporaryFolderIsGoneAfterwards() throws Exception {
        Path path;
        try (DataFolder folder = DataFolder.temporary()) {
            path = folder.path();
            Files.writeString(path.resolve("x"), "x");
        }
        assertFalse(Files.exists(path));
    }

    @Test
    void aFileInThePlaceOfTheFolderIsNamed() throws Exception {
        Path file = Files.writeString(temp.resolve("file"), "x");

        EnvironmentException thrown = assertThrows(EnvironmentException.class, () -> DataFolder.open(file));
        assertTrue(
                String.valueOf(thrown.getMessage()).startsWith("data.dir must be writable, was " + file),
                thrown.getMessage());
    }
}
