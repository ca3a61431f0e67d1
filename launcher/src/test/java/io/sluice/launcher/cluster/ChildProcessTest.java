package io.sluice.launcher.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();

    private ChildProcess process(String... line) {
        ChildCommand command = new ChildCommand("child", List.of(line), Map.of(), Duration.ZERO);
        return new ChildProcess(command, folder, nanos::get);
    }

    private long pid() throws IOException {
        return Long.parseLong(
                Files.readString(folder.resolve("run").resolve("child.pid")).strip());
    }

    /** As somebody does who knows only its number. */
    private void kill9() throws IOException {
        ProcessHandle victim = ProcessHandle.of(pid()).orElseThrow();
        victim.destroyForcibly();
        await().until(() -> !victim.isAlive());
    }

    @Test
    void what_is_done_to_a_process_is_told_only_where_it_lives() throws Exception {
        try (ChildProcess process = process("sleep", "600")) {
            assertFalse(process.signal("STOP"), "it has not been started");
            process.start();
            assertTrue(process.signal("KILL"));
            await().until(() -> !process.signal("CONT"));
            assertFalse(process.fillDisk(true));

            process.look();
            assertTrue(process.signal("CONT"));
        }
    }

    @Test
    void one_that_was_ready_is_killed_again_and_again_and_comes_back_each_time_later() throws Exception {
        try (ChildProcess process = process("sleep", "600")) {
            process.start();
            process.neverGiveUp();
            for (long wait : List.of(0, 1, 2, 4, 8, 16, 32, 60)) {
                long victim = pid();
                kill9();
                if (wait > 0) {
                    process.look();
                    nanos.addAndGet(Duration.ofSeconds(wait).toNanos() - 1);
                    process.look();
                    assertEquals(victim, pid(), "it must wait for " + wait + " s");
                    nanos.addAndGet(1);
                }
                process.look();
                assertNotEquals(victim, pid(), "it must be started again after " + wait + " s");
            }
            assertNull(process.fault());
        }
    }

    @Test
    void one_that_cannot_start_is_given_up_and_named_with_its_end_and_its_log() throws Exception {
        try (ChildProcess process = process("sh", "-c", "exit 3")) {
            process.start();
            await().until(() -> {
                nanos.addAndGet(Duration.ofSeconds(1).toNanos());
                process.look();
                return process.fault() != null;
            });
            assertEquals(
                    "child must stay alive, died 5 times in a row, at last with exit 3; see "
                            + folder.resolve("logs").resolve("child.log"),
                    process.fault());
        }
    }

    @Test
    void one_that_is_killed_by_a_plan_is_back_at_once_each_time() throws Exception {
        try (ChildProcess process = process("sleep", "600")) {
            process.start();
            for (int kills = 0; kills < 10; kills++) {
                long victim = pid();
                assertTrue(process.signal("KILL"));
                await().until(() -> !process.signal("CONT"));
                process.look();
                assertNotEquals(victim, pid());
            }
            assertNull(process.fault());
        }
    }
}
