package io.sluice.launcher.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RestartsTest {
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final ProcessEnd KILL = new ProcessEnd(137);

    private long nanos;
    private final Restarts restarts = new Restarts("gateway", () -> nanos);

    /** The seconds that it waits after a death, before it is started again. */
    private long wait(Duration lived) {
        restarts.started();
        nanos += lived.toNanos();
        restarts.died(KILL);
        long seconds = 0;
        while (!restarts.isDue()) {
            assertNull(restarts.fault());
            nanos += Duration.ofSeconds(1).toNanos();
            seconds++;
        }
        return seconds;
    }

    @Test
    void what_dies_again_and_again_waits_twice_as_long_each_time_and_a_minute_at_most() {
        restarts.neverGiveUp();
        assertEquals(
                List.of(0L, 1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L),
                Stream.generate(() -> wait(SHORT)).limit(9).toList());
    }

    @Test
    void what_has_lived_for_a_minute_is_started_again_at_once() {
        for (int deaths = 0; deaths < 4; deaths++) {
            wait(SHORT);
        }
        assertEquals(0, wait(Duration.ofMinutes(1)));
        assertEquals(1, wait(SHORT));
    }

    @Test
    void what_was_never_ready_is_given_up_after_five_deaths_in_a_row() {
        for (int deaths = 0; deaths < 4; deaths++) {
            wait(SHORT);
            assertNull(restarts.fault());
        }
        restarts.started();
        restarts.died(new ProcessEnd(3));
        nanos += Duration.ofHours(1).toNanos();

        assertEquals("gateway must stay alive, died 5 times in a row, at last with exit 3", restarts.fault());
        assertFalse(restarts.isDue());
    }

    @Test
    void what_a_planted_fault_kills_is_started_again_at_once_and_never_given_up() {
        for (int faults = 0; faults < 10; faults++) {
            restarts.started();
            restarts.planted();
            restarts.died(KILL);
            assertTrue(restarts.isDue(), "it must not wait");
        }
        assertEquals(0, wait(SHORT), "its first death by itself");
    }

    @Test
    void only_what_has_ended_by_itself_is_counted_as_such() {
        restarts.died(KILL);
        restarts.died(new ProcessEnd(1));
        restarts.died(new ProcessEnd(134));
        assertEquals(2, restarts.ends());
    }
}
