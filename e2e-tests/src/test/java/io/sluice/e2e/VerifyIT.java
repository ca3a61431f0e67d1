package io.sluice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.e2e.fixture.SluiceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The judge's verdicts on a pipeline that is right, and on one that has a single fault planted in it. */
class VerifyIT {
    @TempDir
    Path work;

    @Test
    void one_jvm_whose_connections_are_reset_is_balanced() throws Exception {
        JsonNode report = verify(0, Duration.ofMinutes(10), "--for", "30s");

        assertBalanced(report);
        assertEquals(3, report.get("faults").asInt(), report::toString);
    }

    /** Nine processes, each killed at least once in three minutes. */
    @Test
    void processes_that_are_all_killed_under_load_are_balanced() throws Exception {
        Path history = work.resolve("history.jsonl");
        JsonNode report = verify(
                0,
                Duration.ofMinutes(15),
                "--for",
                "3m",
                "--processes",
                "--faults",
                "kill-everything",
                "--history",
                history.toString());

        assertBalanced(report);
        assertEquals(report.get("acked").asLong(), acknowledgedIn(history));
        assertTrue(report.get("faults").asInt() >= 9, report::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "lose,lost",
        "lose-late,lost",
        "double,doubled",
        "change,changed",
        "misstate,misstated",
        "late,lost",
        "will,refused-yet-counted",
        "death,lost"
    })
    void a_planted_fault_is_found(String mutation, String kind) throws Exception {
        JsonNode report = verify(
                1, Duration.ofMinutes(10), "--for", "14s", "--devices", "10", "--faults", "none", "--mutate", mutation);

        assertEquals("broken", report.get("verdict").asText(), report::toString);
        JsonNode finding = report.get("findings").get(0);
        assertEquals(kind, finding.get("kind").asText(), report::toString);
        assertTrue(finding.get("device").asText().contains("/"), report::toString);
    }

    private JsonNode verify(int exitCode, Duration atMost, String... options) throws Exception {
        Path file = work.resolve("report.json");
        String[] command = new String[options.length + 5];
        command[0] = "verify";
        command[1] = "--seed";
        command[2] = "7";
        command[3] = "--report";
        command[4] = file.toString();
        System.arraycopy(options, 0, command, 5, options.length);
        try (SluiceProcess verify = SluiceProcess.start(work, Map.of(), command)) {
            int exit = verify.awaitExit(atMost);
            assertEquals(exitCode, exit, () -> lines(verify));
        }
        return new ObjectMapper().readTree(file.toFile());
    }

    /** Messages, however often each was sent; what is acknowledged stays so. */
    private static long acknowledgedIn(Path history) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        Set<List<JsonNode>> acknowledged = new HashSet<>();
        try (MappingIterator<JsonNode> events = mapper.readerFor(JsonNode.class).readValues(history.toFile())) {
            while (events.hasNext()) {
                JsonNode event = events.next();
                if (event.get("what").asText().equals("acked")) {
                    acknowledged.add(List.of(event.get("device"), event.get("epoch"), event.get("seq")));
                }
            }
        }
        return acknowledged.size();
    }

    private static String lines(SluiceProcess process) {
        try {
            // The report of a failed build keeps little, and the findings are many alike.
            List<String> all = process.stdoutLines();
            return String.join("\n", all.subList(0, Math.min(all.size(), 20))) + "\n… "
                    + String.join("\n", all.subList(Math.max(0, all.size() - 3), all.size()));
        } catch (IOException e) {
            return "(no output: " + e + ")";
        }
    }

    private static void assertBalanced(JsonNode report) {
        assertEquals("balanced", report.get("verdict").asText(), report::toString);
        // What the dead had no answer for may be counted or not.
        long known = report.get("acked").asLong() + report.get("wills").asLong();
        long arrived = report.get("counted").asLong() + report.get("late").asLong();
        assertTrue(known <= arrived && arrived <= known + report.get("unknown").asLong(), report::toString);
        assertEquals(5, report.get("died").asLong(), report::toString);
        assertEquals(
                report.get("willsCertain").asLong(), report.get("willsSaid").asLong(), report::toString);
        assertEquals(0, report.get("residue").asLong(), report::toString);
        assertTrue(report.get("acked").asLong() > 1_000, report::toString);
    }
}
