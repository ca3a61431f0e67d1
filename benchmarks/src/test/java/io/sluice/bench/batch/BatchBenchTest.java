package io.sluice.bench.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.bench.Conditions;
import io.sluice.bench.Scale;
import io.sluice.bench.Table;
import io.sluice.bench.Workspace;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchBenchTest {
    private static final Scale TINY =
            new Scale(1, Duration.ofMillis(1), Duration.ZERO, Duration.ofMillis(10), List.of(), 0, 0, 4_000);

    @TempDir
    Path folder;

    @Test
    void simulated_sets_are_measured_and_missing_recordings_are_named() throws Exception {
        StringWriter progress = new StringWriter();
        try (Workspace workspace = Workspace.in(folder.resolve("work"))) {
            Conditions conditions = new Conditions(workspace, folder, TINY, new PrintWriter(progress));
            String text = new BatchBench()
                    .run(conditions).stream().map(Table::markdown).collect(Collectors.joining("\n"));
            assertTrue(text.contains("demo, wide (1,000 devices)"), text);
        }
        assertEquals(
                3,
                progress.toString()
                        .lines()
                        .filter(line -> line.startsWith("left out:"))
                        .count());
        assertEquals(0, folder.resolve("work").toFile().list().length, "the run's folder is gone");
    }
}
