package io.sluice.gateway.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What marks build on: the processes of one run of a machine have one name for it, and one clock. */
@EnabledOnOs(OS.LINUX)
final class BootTest {
    @Test
    void anotherProcessHasTheSameNameAndTheSameTime() throws Exception {
        SpoolClock clock = SpoolClock.of(Clock.systemUTC());
        long before = clock.nanos();
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BootTeller.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String[] told = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .strip()
                .split(" ", 2);
        assertEquals(clock.boot(), told[0]);
        long there = Long.parseLong(told[1]);
        assertTrue(before < there && there < clock.nanos(), () -> there + " where it was " + before);
    }
}
