package io.sluice.gateway.scheduler;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The time slices of this process's threads, as Linux tells them. */
public final class ThreadSlices {
    private static final Pattern KERNEL = Pattern.compile("(\\d+)\\.(\\d+).*");
    private static final Pattern SLICE = Pattern.compile("se\\.slice\\s*:\\s*(\\d+)");

    private ThreadSlices() {}

    /** Where they cannot be chosen, or are not told, the test is left out. */
    public static void assumeChosen() throws IOException {
        String version = System.getProperty("os.version");
        Matcher kernel = KERNEL.matcher(version);
        boolean isNew = kernel.matches()
                && Integer.parseInt(kernel.group(1)) * 1_000 + Integer.parseInt(kernel.group(2)) >= 6_012;
        assumeTrue(
                System.getProperty("os.name").equals("Linux") && isNew, "Linux must be 6.12 or later, was " + version);
        Path own = Path.of("/proc/self/sched");
        assumeTrue(
                Files.exists(own) && SLICE.matcher(Files.readString(own)).find(),
                own + " must tell the slice, did not");
    }

    /** Nanoseconds by thread id, of threads whose name begins so. */
    public static Map<String, Long> of(String name) throws IOException {
        // Linux keeps fifteen characters of a name.
        String known = name.substring(0, Math.min(name.length(), 15));
        Map<String, Long> slices = new HashMap<>();
        for (Path thread : threads()) {
            try {
                if (Files.readString(thread.resolve("comm")).startsWith(known)) {
                    Matcher slice = SLICE.matcher(Files.readString(thread.resolve("sched")));
                    slices.put(thread.getFileName().toString(), slice.find() ? Long.parseLong(slice.group(1)) : -1);
                }
            } catch (IOException e) {
                // It has ended meanwhile.
            }
        }
        return slices;
    }

    private static List<Path> threads() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/task"))) {
            return all.toList();
        }
    }
}
