package io.sluice.bench.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.bench.Benchmark;
import io.sluice.bench.Conditions;
import io.sluice.bench.Load;
import io.sluice.bench.Scale;
import io.sluice.bench.Table;
import io.sluice.bench.Workspace;
import io.sluice.bench.process.MosquittoServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each of the gateway's benchmarks runs to its end, with next to nothing to do. */
class GatewayBenchesIT {
    private static final Scale TINY = new Scale(
            1,
            Duration.ofMillis(100),
            Duration.ofMillis(100),
            Duration.ofMillis(300),
            List.of(new Load(3, 2)),
            50,
            500,
            1_000);

    @TempDir
    Path folder;

    @BeforeEach
    void mosquittoIsThere() throws IOException {
        boolean present = MosquittoServer.version().isPresent();
        if (Boolean.getBoolean("test.all")) {
            assertTrue(present, "mosquitto must be there under --all, was not");
        }
        assumeTrue(present, "left out: mosquitto must be there, was not");
    }

    static List<Benchmark> benchmarks() {
        return List.of(AcksBench.plain(), AcksBench.encrypted(), new LatencyBench(), new IdleBench());
    }

    @ParameterizedTest
    @MethodSource("benchmarks")
    void it_measures_ours_and_mosquitto(Benchmark benchmark) throws Exception {
        String text = run(benchmark);
        assertTrue(text.contains("Mosquitto"), text);
        assertTrue(text.contains("gate + spool"), text);
        assertFalse(text.contains("NaN"), text);
    }

    @Test
    void good_devices_are_answered_beside_every_assault() throws Exception {
        String text = run(new StormBench());
        assertEquals(4, unansweredNone(text), text);
    }

    @Test
    void good_devices_are_answered_while_all_others_reconnect() throws Exception {
        String text = run(new ReconnectBench());
        assertEquals(2, unansweredNone(text), text); // the first of the process, and one round
        assertTrue(text.lines().anyMatch(line -> line.startsWith("| 50 ")), text);
    }

    private static long unansweredNone(String text) {
        return text.lines()
                .map(line -> line.split("\\|"))
                .filter(cells -> cells.length > 9 && cells[9].strip().equals("0"))
                .count();
    }

    @Test
    void everything_thrown_at_once_is_acknowledged_by_the_gateway() throws Exception {
        String text = run(new BurstBench());
        long acknowledged = text.lines()
                .filter(line -> line.contains("gate + spool") || line.contains("whole path"))
                .filter(line -> line.split("\\|")[3].strip().equals("500"))
                .count();
        assertEquals(2, acknowledged, text);
    }

    private String run(Benchmark benchmark) throws Exception {
        try (Workspace workspace = Workspace.in(folder)) {
            Conditions conditions = new Conditions(workspace, folder, TINY, new PrintWriter(new StringWriter()));
            return benchmark.run(conditions).stream().map(Table::markdown).collect(Collectors.joining("\n"));
        }
    }
}
