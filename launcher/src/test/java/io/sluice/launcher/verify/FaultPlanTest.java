package io.sluice.launcher.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.launcher.verify.Fault.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultPlanTest {
    private static final List<String> PROCESSES = List.of("gateway", "ingest", "api");

    @TempDir
    Path folder;

    @Test
    void one_seed_is_one_plan() throws Exception {
        Duration time = Duration.ofMinutes(5);
        List<Fault> plan = FaultPlan.of("kill-everything", 7, time, PROCESSES);

        assertEquals(plan, FaultPlan.of("kill-everything", 7, time, PROCESSES));
        assertTrue(!plan.equals(FaultPlan.of("kill-everything", 8, time, PROCESSES)));
    }

    @Test
    void half_an_hour_has_sixty_faults_in_order_and_every_process_is_killed() throws Exception {
        Duration time = Duration.ofMinutes(30);
        List<Fault> plan = FaultPlan.of("kill-everything", 7, time, PROCESSES);

        assertEquals(60, plan.size());
        Set<String> killed = new HashSet<>();
        Duration before = Duration.ZERO;
        for (Fault fault : plan) {
            assertTrue(fault.at().compareTo(before) >= 0, plan::toString);
            before = fault.at();
            if (fault.kind() == Kind.KILL) {
                killed.add(fault.target());
            }
        }
        assertEquals(Set.copyOf(PROCESSES), killed);
        assertTrue(before.compareTo(time.multipliedBy(9).dividedBy(10)) < 0, plan::toString);
    }

    @Test
    void in_one_jvm_there_is_nothing_to_kill() {
        assertThrows(
                IllegalArgumentException.class,
                () -> FaultPlan.of("kill-everything", 7, Duration.ofMinutes(3), List.of()));
    }

    @Test
    void a_file_says_it_line_by_line() throws Exception {
        assertEquals(
                List.of(
                        new Fault(Duration.ofSeconds(10), Kind.PAUSE, "api", Duration.ofSeconds(5)),
                        new Fault(Duration.ofSeconds(20), Kind.KILL, "gateway", Duration.ZERO),
                        new Fault(Duration.ofSeconds(30), Kind.RESET, "3", Duration.ZERO)),
                plan("# a comment\n20s kill gateway\n\n10s pause api 5s # so long\n30s reset 3\n"));
    }

    @Test
    void what_a_file_gets_wrong_is_named() throws Exception {
        for (String line : List.of(
                "20s kill nobody", "kill gateway", "20s pause api", "20s kill api 5s", "20s reset 0", "20s burn api")) {
            Throwable refused = assertThrows(IllegalArgumentException.class, () -> plan(line));
            assertTrue(refused.toString().contains(line), refused::toString);
        }
    }

    private List<Fault> plan(String lines) throws Exception {
        Path file = folder.resolve("plan");
        Files.writeString(file, lines);
        return FaultPlan.of(file.toString(), 7, Duration.ofMinutes(3), PROCESSES);
    }
}
