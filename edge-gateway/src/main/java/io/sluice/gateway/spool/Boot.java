package io.sluice.gateway.spool;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A run of the machine, from when it has power. What was written in it is there, forced or not, as long as it lasts:
 * also after a process is killed, whether it is ours or Kafka's.
 *
 * @param id of Linux's {@code boot_id}; empty where it is not known, which is no run's
 * @param startNanos when it began, by {@link SpoolClock#nanos}; up to a hundredth of a second after it truly did
 */
public record Boot(String id, long startNanos) {
    private static final Path ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path UPTIME = Path.of("/proc/uptime");

    /** Of this machine, by {@link System#nanoTime}; unknown where it is not Linux. */
    static Boot current() {
        try {
            String id = Files.readString(ID).strip();
            String seconds = Files.readString(UPTIME).split(" ", 2)[0];
            long nanos = new BigDecimal(seconds).scaleByPowerOfTen(9).longValue();
            return new Boot(id, System.nanoTime() - nanos);
        } catch (IOException | NumberFormatException e) {
            return new Boot("", System.nanoTime());
        }
    }

    /** How long the run has lasted. */
    long ageNanos(long nowNanos) {
        return nowNanos - startNanos;
    }
}
