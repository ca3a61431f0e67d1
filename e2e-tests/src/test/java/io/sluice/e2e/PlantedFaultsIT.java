package io.sluice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.e2e.fixture.SluiceVerify;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The judge's verdicts on a pipeline that has a single fault planted in it. */
class PlantedFaultsIT {
    @TempDir
    Path work;

    /**
     * Each run waits more than it works, so two go at a time. That stands at the method, for a class that is concurrent
     * would run beside the other classes, which measure and kill.
     */
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
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
        JsonNode report = SluiceVerify.report(
                work,
                1,
                Duration.ofMinutes(10),
                "--for",
                "14s",
                "--devices",
                "10",
                "--faults",
                "none",
                "--mutate",
                mutation);

        assertEquals("broken", report.get("verdict").asText(), report::toString);
        JsonNode finding = report.get("findings").get(0);
        assertEquals(kind, finding.get("kind").asText(), report::toString);
        assertTrue(finding.get("device").asText().contains("/"), report::toString);
    }
}
