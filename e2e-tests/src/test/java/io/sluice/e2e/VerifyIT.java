package io.sluice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.e2e.fixture.SluiceVerify;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge's verdict on a pipeline that is right; {@link PlantedFaultsIT} has those on one that is not. */
class VerifyIT {
    @TempDir
    Path work;

    @Test
    void one_jvm_whose_connections_are_reset_is_balanced() throws Exception {
        JsonNode report = SluiceVerify.report(work, 0, Duration.ofMinutes(20), "--for", "30s");

        assertBalanced(report);
        assertEquals(3, report.get("faults").asInt(), report::toString);
    }

    /** Nine processes, each killed at least once in three minutes. */
    @Test
    void processes_that_are_all_killed_under_load_are_balanced() throws Exception {
        Path history = work.resolve("history.jsonl");
        JsonNode report = SluiceVerify.report(
                work,
                0,
                Duration.ofMinutes(30),
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
