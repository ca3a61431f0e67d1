package io.sluice.simulator.cost;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * What this process has cost since its start.
 *
 * @param cpuNanos CPU time of all threads
 * @param peakHeapBytes of the heap's pools, each at its fullest: what was live and what was not yet collected
 * @param residentBytes now in RAM, where the system says so
 * @param peakResidentBytes at most in RAM, where the system says so
 */
public record OwnCost(long cpuNanos, long peakHeapBytes, OptionalLong residentBytes, OptionalLong peakResidentBytes) {
    private static final double MIB = 1 << 20;
    private static final double GIB = 1 << 30;
    private static final long KIB = 1024;

    public static OwnCost now() {
        long cpuNanos = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
        long peakHeap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
        return new OwnCost(cpuNanos, peakHeap, status("VmRSS:"), status("VmHWM:"));
    }

    private static OptionalLong status(String name) {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> KIB * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty(); // not Linux
        }
    }

    /** RAM that came with the connections, garbage not yet collected included. */
    public static OptionalLong bytesPerConnection(OwnCost before, OwnCost with, int connections) {
        if (connections < 1 || before.residentBytes.isEmpty() || with.peakResidentBytes.isEmpty()) {
            return OptionalLong.empty();
        }
        long grown = with.peakResidentBytes.getAsLong() - before.residentBytes.getAsLong();
        return OptionalLong.of(Math.max(0, grown) / connections);
    }

    /** One line of results. */
    public static String report(OwnCost before, OwnCost with, int connections) {
        OptionalLong each = bytesPerConnection(before, with, connections);
        return String.format(
                Locale.ROOT,
                "own cost cpu-s=%.1f peak-heap-mib=%.0f peak-rss-mib=%s connections=%d rss-bytes-per-connection=%s"
                        + " connections-per-gib=%s",
                with.cpuNanos / (double) TimeUnit.SECONDS.toNanos(1),
                with.peakHeapBytes / MIB,
                with.peakResidentBytes.isPresent() ? Math.round(with.peakResidentBytes.getAsLong() / MIB) : "unknown",
                connections,
                each.isPresent() ? each.getAsLong() : "unknown",
                each.orElse(0) > 0 ? Math.round(GIB / each.getAsLong()) : "unknown");
    }
}
