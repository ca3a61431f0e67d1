package io.sluice.launcher.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultPlanTest {
    private static final List<String> PROCESSES = List.of("gateway", "ingest", "api");
    private static final FaultTargets ALL = new FaultTargets(PROCESSES, true);
    private static final FaultTargets RIGHT_CLOCKS = new FaultTargets(PROCESSES, false);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"connections", "kill-everything", "everything"})
    void one_seed_is_one_plan(String name) throws Exception {
        Duration time = Duration.ofMinutes(5);
        List<Fault> plan = FaultPlan.of(name, 7, time, ALL);

        assertEquals(plan, FaultPlan.of(name, 7, time, ALL));
        assertNotEquals(plan, FaultPlan.of(name, 8, time, ALL));
    }

    @Test
    void half_an_hour_has_sixty_faults_in_order_and_every_process_is_killed() throws Exception {
        List<Fault> plan = halfAnHour("kill-everything");

        Set<String> killed = plan.stream()
                .filter(fault -> fault.kind() == FaultKind.KILL)
                .map(Fault::process)
                .collect(Collectors.toSet());
        assertEquals(Set.copyOf(PROCESSES), killed);
    }

    @Test
    void half_an_hour_of_everything_has_every_kind_three_times_at_least() throws Exception {
        List<Fault> plan = halfAnHour("everything");

        for (FaultKind kind : FaultKind.values()) {
            long count = plan.stream().filter(fault -> fault.kind() == kind).count();
            assertTrue(count >= 3, () -> kind + " comes " + count + " times in " + plan);
        }
    }

    private static List<Fault> halfAnHour(String name) throws Exception {
        Duration time = Duration.ofMinutes(30);
        List<Fault> plan = FaultPlan.of(name, 7, time, ALL);
        assertEquals(60, plan.size());
        Duration before = Duration.ZERO;
        for (Fault fault : plan) {
            assertTrue(fault.at().compareTo(before) >= 0, plan::toString);
            before = fault.at();
        }
        assertTrue(before.compareTo(time.multipliedBy(9).dividedBy(10)) < 0, plan::toString);
        return plan;
    }

    @Test
    void three_minutes_of_everything_have_every_kind() throws Exception {
        Set<FaultKind> kinds = new HashSet<>();
        FaultPlan.of("everything", 7, Duration.ofMinutes(3), ALL).forEach(fault -> kinds.add(fault.kind()));
        assertEquals(EnumSet.allOf(FaultKind.class), kinds);
    }

    @Test
    void ninety_seconds_of_connections_have_every_kind_that_one_jvm_can_have() throws Exception {
        Set<FaultKind> kinds = new HashSet<>();
        FaultPlan.of("connections", 7, Duration.ofSeconds(90), FaultTargets.ONE_JVM)
                .forEach(fault -> kinds.add(fault.kind()));
        Set<FaultKind> possible = EnumSet.allOf(FaultKind.class);
        possible.removeIf(FaultKind::needsProcesses);
        assertEquals(possible, kinds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kill-everything", "everything"})
    void in_one_jvm_there_is_nothing_to_kill(String name) {
        assertThrows(
                IllegalArgumentException.class,
                () -> FaultPlan.of(name, 7, Duration.ofMinutes(3), FaultTargets.ONE_JVM));
    }

    @Test
    void a_file_says_it_line_by_line_and_a_fault_says_its_line() throws Exception {
        assertEquals(
                List.of(
                        "10s pause api 5s",
                        "20s kill gateway",
                        "30s reset 3",
                        "40s latency 200ms 60s 1",
                        "50s clock-jump api -90m 20s"),
                plan("# a comment\n20s kill gateway\n\n10s pause api 5s # so long\n40s latency 200ms 1m\n30s reset 3\n"
                                + "50s clock-jump api -90m 20s\n")
                        .stream()
                        .map(Fault::toString)
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void every_kind_can_be_written(FaultKind kind) throws Exception {
        assertEquals(kind.example(), plan(kind.example()).get(0).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            3m kill api         | the time of a fault must be before the end of the run, 180s (--for), was 3m
            20s kill nobody     | the process must be one of [gateway, ingest, api], was nobody
            kill gateway        | the time of a fault must be a time like 200ms, 10s or 2m, was kill
            20s pause api       | how long pause lasts must be a time like 200ms, 10s or 2m, was nothing
            20s blackhole 0s    | how long blackhole lasts must be > 0, was 0
            20s kill api 5s     | must read like '20s kill gateway' and end there, was 5s
            20s reset 0         | every so manieth connection must be from 1 to 9999, was 0
            20s latency 10s     | how long latency lasts must be a time like 200ms, 10s or 2m, was nothing
            20s clock-jump api 1h 5s  | how far a clock jumps must be a time like +1h, -5m or +30s, was 1h
            20s clock-jump api +0s 5s | how far a clock jumps must be a time like +1h, -5m or +30s, was +0s
            20s clock-jump api -1h    | how long clock-jump lasts must be a time like 200ms, 10s or 2m, was nothing
            20s burn api        | what is done must be one of kill, pause, disk-full, clock-jump, kafka-away""")
    void what_a_file_gets_wrong_is_named(String line, String rule) {
        BadPlanException refused = assertThrows(BadPlanException.class, () -> plan("# first\n" + line));

        assertEquals(2, refused.line());
        assertTrue(String.valueOf(refused.getMessage()).startsWith("faults line 2: " + rule), refused::toString);
        assertTrue(refused.toString().endsWith("in '" + line + "'"), refused::toString);
    }

    @Test
    void what_needs_processes_is_refused_where_there_are_none() throws Exception {
        Path file = Files.writeString(folder.resolve("plan"), "20s kafka-away 10s");
        BadPlanException refused = assertThrows(
                BadPlanException.class,
                () -> FaultPlan.of(file.toString(), 7, Duration.ofMinutes(3), FaultTargets.ONE_JVM));
        assertTrue(refused.toString().contains("--processes, was kafka-away"), refused::toString);
    }

    @Test
    void a_clock_cannot_jump_without_the_library() throws Exception {
        Path file = Files.writeString(folder.resolve("plan"), "20s clock-jump api +1h 10s");
        BadPlanException refused = assertThrows(
                BadPlanException.class, () -> FaultPlan.of(file.toString(), 7, Duration.ofMinutes(3), RIGHT_CLOCKS));
        assertEquals(
                "faults line 1: what is done must be possible here, and clock-jump needs Debian's libfaketime,"
                        + " was clock-jump, in '20s clock-jump api +1h 10s'",
                refused.getMessage());
    }

    @Test
    void without_the_library_a_seed_is_the_same_plan_but_for_the_clocks() throws Exception {
        List<Fault> rest = new ArrayList<>(FaultPlan.of("everything", 7, Duration.ofMinutes(30), ALL));
        assertTrue(rest.removeIf(fault -> fault.kind() == FaultKind.CLOCK_JUMP));
        assertEquals(rest, FaultPlan.of("everything", 7, Duration.ofMinutes(30), RIGHT_CLOCKS));
    }

    private List<Fault> plan(String lines) throws Exception {
        Path file = Files.writeString(folder.resolve("plan"), lines);
        return FaultPlan.of(file.toString(), 7, Duration.ofMinutes(3), ALL);
    }
}
