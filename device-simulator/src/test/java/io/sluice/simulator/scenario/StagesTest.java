package io.sluice.simulator.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.simulator.scenario.Stage.Ramp;
import io.sluice.simulator.scenario.Stage.Restart;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a device has done its work, a minute at rate 1. */
class StagesTest {
    private static final long MINUTE = 60_000;

    @Test
    void at_a_steady_rate_work_takes_its_time() {
        assertEquals(2 * MINUTE, after(0, MINUTE, stages(true, stage(MINUTE, 0.5, 0.5))), 1e-6);
    }

    @Test
    void on_a_ramp_work_takes_as_long_as_its_rate_grows() {
        Stages ramp = stages(false, stage(2 * MINUTE, 0, 1));

        assertEquals(2 * MINUTE, after(0, MINUTE, ramp), 1e-6);
        assertEquals(MINUTE, after(0, MINUTE / 4.0, ramp), 1e-6);
        assertEquals(3 * MINUTE, after(MINUTE, 7 * MINUTE / 4.0, ramp), 1e-6);
    }

    @Test
    void on_a_ramp_down_to_nothing_the_last_work_is_done_at_its_end() {
        assertEquals(2 * MINUTE, after(0, MINUTE, stages(true, stage(2 * MINUTE, 1, 0))), 1e-6);
    }

    @Test
    void work_that_takes_many_rounds_ends_where_one_after_the_other_would() {
        Stages rounds = stages(true, stage(MINUTE, 0, 0), stage(MINUTE, 1, 1));

        assertEquals(10 * MINUTE, after(0, 5 * MINUTE, rounds), 1e-6);
        assertEquals(11.5 * MINUTE, after(1.5 * MINUTE, 5 * MINUTE, rounds), 1e-6);
    }

    /** An event loop is not free to go on adding up what is next to nothing. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void work_that_no_fleet_will_see_the_end_of_never_is_done() {
        assertEquals(Double.POSITIVE_INFINITY, after(0, MINUTE, stages(true, stage(1_000, 1e-300, 1e-300))));
        assertEquals(
                Double.POSITIVE_INFINITY,
                after(
                        0,
                        MINUTE,
                        stages(false, stage(Duration.ofDays(365_000_000).toMillis(), 0, 1e-12))));
        assertEquals(Double.POSITIVE_INFINITY, after(0, MINUTE, stages(true, stage(1_000, 0, 0))));
    }

    private static double after(double millis, double work, Stages stages) {
        return stages.after(millis, work);
    }

    private static Stages stages(boolean repeat, Stage... stages) {
        return new Stages(List.of(stages), repeat);
    }

    private static Stage stage(long millis, double from, double to) {
        return new Stage("", millis, new Ramp(from, to), Ramp.ONE, 0, Restart.NONE);
    }
}
