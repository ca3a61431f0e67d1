package io.sluice.launcher.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.simulator.FleetOptions;
import io.sluice.simulator.JudgedFleet;
import io.sluice.simulator.mqtt.BrokerAddress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultRunnerTest {
    private static final BrokerAddress NOBODY = BrokerAddress.parse("mqtt://127.0.0.1:1");

    private final StringWriter out = new StringWriter();
    private JudgedFleet fleet;

    @BeforeEach
    void open() {
        fleet = new JudgedFleet(FleetOptions.of("judged", 1, NOBODY, 7), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void what_is_done_to_a_dead_process_is_not_done() throws Exception {
        FaultRunner runner = run(
                Set.of("gateway"),
                "1s kill gateway",
                "2s pause gateway 1s",
                "3s disk-full gateway 1s",
                "4s kill broker-1");

        assertEquals(List.of("4s kill broker-1"), done(runner));
        assertEquals(List.of("1s kill gateway", "2s pause gateway 1s", "3s disk-full gateway 1s"), notDone(runner));
        assertEquals(
                "not done 1s kill gateway: a process that it is for is dead",
                out.toString().lines().toList().get(0));
    }

    @Test
    void kafka_is_not_away_where_one_of_its_brokers_is_dead() throws Exception {
        assertEquals(List.of("1s kafka-away 1s"), notDone(run(Set.of("broker-2"), "1s kafka-away 1s")));
        assertEquals(List.of("1s kafka-away 1s"), done(run(Set.of("gateway"), "1s kafka-away 1s")));
    }

    @Test
    void what_was_not_due_yet_is_not_done() throws Exception {
        FaultRunner runner = run(Set.of(), "1s kill gateway", "11s kill gateway");

        assertEquals(List.of("1s kill gateway"), done(runner));
        assertEquals(List.of("11s kill gateway"), notDone(runner));
    }

    /** Ten seconds of a plan. */
    private FaultRunner run(Set<String> dead, String... lines) throws Exception {
        FacedSubject subject = new FacedSubject("", dead);
        List<Fault> plan = Stream.of(lines)
                .map(line -> FaultLine.parse(1, line, Duration.ofMinutes(1), subject.targets()))
                .toList();
        FaultRunner runner = new FaultRunner(plan, subject, Network.before(NOBODY, plan), fleet, new PrintWriter(out));
        for (int second = 0; second <= 10; second++) {
            runner.run(Duration.ofSeconds(second));
        }
        runner.heal();
        return runner;
    }

    private static List<String> done(FaultRunner runner) {
        return runner.done().stream().map(deed -> deed.fault().toString()).toList();
    }

    private static List<String> notDone(FaultRunner runner) {
        return runner.notDone().stream().map(Fault::toString).toList();
    }
}
