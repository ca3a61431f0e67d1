package io.sluice.gateway.spool.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The run of the machine, from when it has power. What was written in it is there, forced or not, as long as it lasts
 * and its disks take what they are given: also after a process is killed, whether it is ours or Kafka's.
 */
public final class Boot {
    private static final Path ID = Path.of("/proc/sys/kernel/random/boot_id");

    private Boot() {}

    /** Of Linux, its {@code boot_id}; empty elsewhere, where it is not known. */
    public static String id() {
        try {
            return Files.readString(ID).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
