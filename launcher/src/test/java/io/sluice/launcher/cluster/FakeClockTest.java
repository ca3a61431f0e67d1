package io.sluice.launcher.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a JVM as the cluster has them. */
class FakeClockTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path folder;

    private Path library;
    private Path told;

    /** What was told last: time, wait and elapsed time. */
    private String[] line = {};

    @BeforeEach
    void findLibrary() {
        Optional<Path> found = FakeClock.library();
        assumeTrue(found.isPresent() || Boolean.getBoolean("test.all"), "Debian's libfaketime is not installed");
        library = found.orElseThrow();
        told = folder.resolve("told");
    }

    @Test
    void the_wall_clock_stands_off_while_waits_and_elapsed_time_stay_right() throws Exception {
        FakeClock clock = new FakeClock(library, folder.resolve("clock"));
        Process process = started(clock);
        try {
            awaitOffset(Duration.ZERO);
            clock.shift(HOUR);
            awaitOffset(HOUR);
            clock.shift(HOUR.negated());
            awaitOffset(HOUR.negated());
            clock.shift(Duration.ZERO);
            awaitOffset(Duration.ZERO);
        } finally {
            process.destroyForcibly().waitFor();
            FakeClock.sweep(process.pid());
        }
        String left = "faketime_shm_" + process.pid();
        assertFalse(Files.exists(Path.of("/dev/shm", left)), left);
    }

    private Process started(FakeClock clock) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                ClockTeller.class.getName(),
                told.toString()));
        builder.environment().putAll(clock.environment());
        return builder.inheritIO().start();
    }

    private void awaitOffset(Duration offset) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            line = Files.exists(told) ? Files.readString(told).split(" ", -1) : new String[0];
            assertEquals(3, line.length, () -> String.join(" ", line));
            long offMillis = Long.parseLong(line[0]) - System.currentTimeMillis();
            assertTrue(Math.abs(offMillis - offset.toMillis()) < 60_000, () -> "clock is off by " + offMillis + " ms");
        });
        assertTrue(Long.parseLong(line[1]) >= ClockTeller.WAIT_MILLIS - 1, () -> "wait: " + line[1]);
        assertTrue(Long.parseLong(line[1]) < 30_000, () -> "wait: " + line[1]);
        long elapsedMillis = Long.parseLong(line[2]);
        assertTrue(elapsedMillis >= 0 && elapsedMillis < HOUR.toMillis() / 2, () -> "elapsed: " + elapsedMillis);
    }
}
