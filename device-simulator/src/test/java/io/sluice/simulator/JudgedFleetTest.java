package io.sluice.simulator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.IdentityMix;
import io.sluice.model.rollup.RollupAccumulator;
import io.sluice.model.rollup.Tier;
import io.sluice.simulator.fleet.JudgedDevice;
import io.sluice.simulator.fleet.Mortals;
import io.sluice.simulator.fleet.Mortals.Fate;
import io.sluice.simulator.fleet.Mutation;
import io.sluice.simulator.mqtt.Ending;
import io.sluice.simulator.mqtt.TinyBroker;
import io.sluice.simulator.oracle.Finding;
import io.sluice.simulator.oracle.Finding.Kind;
import io.sluice.simulator.oracle.FleetHistory;
import io.sluice.simulator.oracle.ObservedWindow;
import io.sluice.simulator.oracle.Outcome;
import io.sluice.simulator.oracle.RolledUp;
import io.sluice.simulator.oracle.WindowJudge;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against a broker that takes everything, and a plain loop over what it took in place of the pipeline. */
class JudgedFleetTest {
    private static final Duration DYING = Duration.ofSeconds(5);

    private static final Pattern MESSAGE = Pattern.compile(
            "\\{\"ts\":(\\d+),\"epoch\":\"([^\"]+)\",\"seq\":(\\d+),\"values\":\\{\"level\":(-?\\d+),\"flow\":-?\\d+(?:,\"state\":\"(\\w+)\")?}}");

    @ParameterizedTest(name = "and one device died by {0}")
    @EnumSource(Ending.class)
    void what_a_faulty_fleet_said_is_what_arrived(Ending how) throws Exception {
        assertEquals(List.of(), findings(null, how));
    }

    @Test
    void each_planted_fault_is_found() throws Exception {
        assertEquals(List.of(Kind.LOST), kinds(findings(Mutation.LOSE, Ending.RESET)));
        assertEquals(List.of(Kind.CHANGED), kinds(findings(Mutation.CHANGE, Ending.RESET)));
        assertEquals(List.of(Kind.LOST), kinds(findings(Mutation.LATE, Ending.RESET)));
        assertEquals(List.of(Kind.REFUSED_YET_COUNTED), kinds(findings(Mutation.WILL, Ending.RESET)));
        assertEquals(List.of(Kind.LOST), kinds(findings(Mutation.DEATH, Ending.RESET)));
    }

    private static List<Kind> kinds(List<Finding> findings) {
        return findings.stream().map(Finding::kind).toList();
    }

    private static long seedOf(Ending how) {
        return LongStream.range(0, 100)
                .filter(seed -> Mortals.of(4, i -> true, seed, DYING, EnumSet.allOf(Ending.class)).values().stream()
                        .allMatch(fate -> fate.how() == how))
                .findFirst()
                .orElseThrow();
    }

    private static List<Finding> findings(@Nullable Mutation mutation, Ending how) throws Exception {
        try (TinyBroker broker = new TinyBroker(
                                (topic, payload) -> MESSAGE.matcher(payload).matches() ? 0 : 0x99, 100)
                        .findingSilence();
                JudgedFleet fleet = new JudgedFleet(
                        FleetOptions.of("judged", 4, broker.address(), seedOf(how))
                                .withPeriod(Duration.ofMillis(5)),
                        Clock.systemUTC())) {
            fleet.letSomeDie(DYING, EnumSet.allOf(Ending.class));
            assertEquals(
                    List.of(how),
                    fleet.mortals().values().stream().map(Fate::how).toList());
            if (mutation != null) {
                fleet.mutate(mutation);
            }
            fleet.start();
            FleetHistory history = fleet.history();
            await().until(() -> history.count(Outcome.ACKED) > 500);
            fleet.resetConnections(2);
            await().until(() -> history.count(Outcome.ACKED) > 2_000 && history.count(Outcome.REFUSED) > 1);
            await().until(() -> history.deaths().size() == 1);
            if (mutation != Mutation.DEATH) {
                DeviceId dead = history.deaths().get(0).device();
                await().untilAsserted(() -> assertEquals("offline", lastState(broker, dead)));
            }
            fleet.stop(Duration.ofSeconds(20));

            assertEquals(List.of(), fleet.stuck());
            assertTrue(history.deaths().get(0).isCertain(), () -> "deaths " + history.deaths());
            assertTrue(history.count(Outcome.UNKNOWN) <= 32, "only what the dead had in flight has no answer");
            assertTrue(history.count(Outcome.NEVER_SENT) > 0);
            assertTrue(states(broker).containsAll(List.of("online", "offline")), () -> "states " + states(broker));
            Map<String, Map<Long, ObservedWindow>> observed = windows(broker);
            List<Finding> findings = new ArrayList<>();
            for (DeviceId device : history.devices()) {
                findings.addAll(WindowJudge.judge(
                        history,
                        device,
                        JudgedDevice.METRICS.get(0),
                        Tier.S1,
                        observed.getOrDefault("telemetry/" + device, Map.of()),
                        Long.MAX_VALUE));
            }
            return findings;
        }
    }

    /** What the last message of a device says of it, null where that is nothing. */
    private static @Nullable String lastState(TinyBroker broker, DeviceId device) {
        List<Matcher> readable = broker.received().stream()
                .filter(received -> received.topic().equals("telemetry/" + device))
                .map(received -> MESSAGE.matcher(received.payload()))
                .filter(Matcher::matches)
                .toList();
        return readable.get(readable.size() - 1).group(5);
    }

    private static List<String> states(TinyBroker broker) {
        return broker.payloads().stream()
                .map(MESSAGE::matcher)
                .filter(message -> message.matches() && message.group(5) != null)
                .map(message -> message.group(5))
                .toList();
    }

    /** Each message once, but for those that are late, as the job would have them. */
    private static Map<String, Map<Long, ObservedWindow>> windows(TinyBroker broker) {
        Map<String, Map<Long, RollupAccumulator>> windows = new HashMap<>();
        Set<String> seen = new HashSet<>();
        Map<String, Long> newest = new HashMap<>();
        for (TinyBroker.Received received : broker.received()) {
            Matcher message = MESSAGE.matcher(received.payload());
            if (!message.matches() || !seen.add(received.topic() + message.group(2) + "/" + message.group(3))) {
                continue;
            }
            long ts = Long.parseLong(message.group(1));
            long top = newest.merge(received.topic(), ts, Math::max);
            if (top - ts > Tier.S1.horizonMillis()) {
                continue;
            }
            DeviceId device = DeviceId.parse(received.topic().substring("telemetry/".length()));
            long mix = IdentityMix.mix(IdentityMix.seed(device, message.group(2)), Long.parseLong(message.group(3)));
            windows.computeIfAbsent(received.topic(), topic -> new HashMap<>())
                    .computeIfAbsent(Tier.S1.windowStart(ts), start -> new RollupAccumulator())
                    .add(Long.parseLong(message.group(4)), ts, Long.parseLong(message.group(3)), mix);
        }
        Map<String, Map<Long, ObservedWindow>> observed = new HashMap<>();
        windows.forEach((topic, series) -> series.forEach((start, content) ->
                observed.computeIfAbsent(topic, key -> new HashMap<>()).put(start, RolledUp.window(content))));
        return observed;
    }
}
