package io.sluice.kit.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.sluice.kit.settings.Setting;
import io.sluice.kit.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchedFileTest {
    private static final Setting<Path> SETTING =
            Setting.path("test.file").optional().meaning("for this test").build();

    @TempDir
    Path folder;

    private long nowNanos;

    /** Where a file is written now it has been there for long. */
    private Instant now = Instant.now().plusSeconds(3600);

    private WatchedFile<Integer> open(Path file) throws SettingsException {
        return WatchedFile.open(SETTING, file, text -> Integer.valueOf(text.strip()), () -> nowNanos, () -> now);
    }

    private void aSecondPasses() {
        nowNanos += TimeUnit.SECONDS.toNanos(1);
    }

    @Test
    void a_change_is_read_when_a_second_has_passed() throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "1000");
        WatchedFile<Integer> watched = open(file);
        Integer first = watched.get();

        Files.writeString(file, "22");
        assertSame(first, watched.get());
        aSecondPasses();
        assertEquals(22, watched.get());
    }

    @ParameterizedTest(name = "{0} ms after it was written")
    @CsvSource({"0, false", "999, false", "1000, true", "-1, true"})
    void a_change_is_read_once_nothing_was_written_for_a_second(long millis, boolean isRead) throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "1000");
        WatchedFile<Integer> watched = open(file);

        Files.writeString(file, "10"); // the first half
        now = Files.getLastModifiedTime(file).toInstant().plusMillis(millis);
        aSecondPasses();
        assertEquals(isRead ? 10 : 1000, watched.get());
        now = now.plusSeconds(1);
        aSecondPasses();
        assertEquals(10, watched.get());
    }

    @Test
    void a_link_that_points_elsewhere_is_a_change() throws Exception {
        Path link = folder.resolve("link");
        Files.createSymbolicLink(link, Files.writeString(folder.resolve("old"), "1"));
        WatchedFile<Integer> watched = open(link);

        Files.delete(link);
        Files.createSymbolicLink(link, Files.writeString(folder.resolve("new"), "2"));
        aSecondPasses();
        assertEquals(2, watched.get());
    }

    @Test
    void what_cannot_be_read_leaves_the_last_good_content() throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "1");
        WatchedFile<Integer> watched = open(file);

        Files.writeString(file, "nonsense");
        aSecondPasses();
        assertEquals(1, watched.get());
        Files.delete(file);
        aSecondPasses();
        assertEquals(1, watched.get());
        Files.writeString(file, "3");
        aSecondPasses();
        assertEquals(3, watched.get());
    }

    @Test
    void an_unchanged_file_stays_the_same_object() throws IOException, SettingsException {
        WatchedFile<Integer> watched = open(Files.writeString(folder.resolve("f"), "1000"));
        Integer first = watched.get();

        aSecondPasses();
        assertSame(first, watched.get());
    }
}
