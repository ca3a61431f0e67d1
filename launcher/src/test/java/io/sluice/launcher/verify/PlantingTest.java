package io.sluice.launcher.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.launcher.verify.VerifyOptions.Planted;
import io.sluice.model.topic.TelemetryTopics;
import io.sluice.simulator.FleetOptions;
import io.sluice.simulator.JudgedFleet;
import io.sluice.simulator.mqtt.BrokerAddress;
import io.sluice.simulator.oracle.Finding;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlantingTest {
    private static final FleetOptions OPTIONS =
            FleetOptions.of("judged", 4, BrokerAddress.parse("mqtt://127.0.0.1:1"), 7);

    @ParameterizedTest
    @EnumSource(
            value = Planted.class,
            names = {"LOSE", "LOSE_LATE", "CHANGE", "LATE", "WILL"})
    void a_fleet_that_never_spoke_has_planted_nothing_and_that_is_a_finding(Planted asked) {
        List<String> findings = findings(asked);

        assertEquals(1, findings.size());
        assertEquals("not-planted " + asked, findings.get(0).split(" must be planted, was not: ")[0]);
    }

    @Test
    void a_pipeline_through_which_nothing_came_is_a_finding() {
        assertEquals(
                List.of("not-planted double must be planted, was not: no record came through that it could be done to"),
                findings(Planted.DOUBLE));
    }

    @Test
    void who_was_to_plant_nothing_has_no_finding() {
        assertEquals(List.of(), findings(null));
    }

    private static List<String> findings(@Nullable Planted asked) {
        try (JudgedFleet fleet = new JudgedFleet(OPTIONS, Clock.systemUTC())) {
            Optional.ofNullable(asked).flatMap(Planted::ofFleet).ifPresent(fleet::mutate);
            Planting planting =
                    new Planting(asked, fleet, new Planter("127.0.0.1:1"), TelemetryTopics.withPrefix("telemetry"));
            return Stream.of(planting.finding())
                    .flatMap(Optional::stream)
                    .map(PlantingTest::line)
                    .toList();
        }
    }

    private static String line(Finding finding) {
        return finding.kind().label() + " " + finding.detail();
    }
}
