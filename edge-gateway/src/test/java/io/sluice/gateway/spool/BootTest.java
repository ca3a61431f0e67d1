package io.sluice.gateway.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
final class BootTest {
    @Test
    void isOfThisMachineAndAsOldAsItIsUp() throws Exception {
        Boot boot = Boot.current();
        double before = uptimeSeconds();
        double age = boot.ageNanos(System.nanoTime()) / 1e9;
        assertEquals(
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip(), boot.id());
        assertTrue(before - 0.02 <= age && age <= uptimeSeconds() + 0.02, () -> age + " s where " + before + " passed");
    }

    @Test
    void twoProcessesAgreeOnWhenItBegan() throws Exception {
        long first = Boot.current().startNanos();
        TimeUnit.MILLISECONDS.sleep(137);
        assertEquals(first, Boot.current().startNanos(), 20_000_000);
    }

    private static double uptimeSeconds() throws Exception {
        return Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
    }
}
