package io.sluice.ingest.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.model.topic.TelemetryTopics;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicCheckTest {
    private final TopicCheck check = new TopicCheck(TelemetryTopics.withPrefix("telemetry"), 12);

    @Test
    void topicsAsTheSettingsSayAreNoFault() {
        assertEquals(
                List.of(),
                check.faults(Map.of(
                        "telemetry.batches", 12,
                        "telemetry.readings", 12,
                        "telemetry.dead-letters", 12,
                        "telemetry.devices", 12,
                        "telemetry.ledger", 12)));
    }

    @Test
    void everyTopicThatIsAbsentOrOtherwiseDividedIsNamed() {
        assertEquals(
                List.of(
                        "topic telemetry.batches must have 12 partitions, has 4",
                        "topic telemetry.ledger must have 12 partitions, is absent"),
                check.faults(Map.of(
                        "telemetry.batches", 4,
                        "telemetry.readings", 12,
                        "telemetry.dead-letters", 12,
                        "telemetry.devices", 12)));
    }
}
