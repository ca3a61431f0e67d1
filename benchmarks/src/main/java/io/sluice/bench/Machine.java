package io.sluice.bench;

import io.sluice.bench.process.MosquittoServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** What the figures were measured on. */
final class Machine {
    private Machine() {}

    static String describe(Path folder) throws IOException {
        return String.format(
                Locale.ROOT,
                "%s; %d cores (%s), %s; Linux %s; JVM %s (%s); %s; folder on %s",
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                Runtime.getRuntime().availableProcessors(),
                valueOf("/proc/cpuinfo", "model name"),
                valueOf("/proc/meminfo", "MemTotal"),
                System.getProperty("os.version"),
                System.getProperty("java.vm.version"),
                System.getProperty("java.vm.name"),
                MosquittoServer.version().orElse("no Mosquitto"),
                Files.getFileStore(folder).type());
    }

    private static String valueOf(String file, String key) throws IOException {
        for (String line : Files.readAllLines(Path.of(file))) {
            if (line.startsWith(key)) {
                return line.substring(line.indexOf(':') + 1).strip();
            }
        }
        return "unknown";
    }
}
