package io.sluice.launcher.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    @TempDir
    Path folder;

    @Test
    void what_is_done_to_a_process_is_told_only_where_it_lives() throws Exception {
        ChildProcess process =
                new ChildProcess(new ChildCommand("sleeper", List.of("sleep", "600"), Map.of(), Duration.ZERO), folder);
        try {
            assertFalse(process.signal("STOP"), "it has not been started");
            process.start();
            assertTrue(process.signal("KILL"));
            await().until(() -> !process.signal("CONT"));
            assertFalse(process.fillDisk(true));

            process.look();
            assertTrue(process.signal("CONT"));
        } finally {
            process.close();
        }
    }
}
