package io.sluice.launcher.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.launcher.figures.FakePace;
import io.sluice.launcher.figures.Pace;
import io.sluice.model.identity.DeviceId;
import io.sluice.simulator.oracle.BootHistory;
import io.sluice.simulator.oracle.Finding;
import io.sluice.simulator.oracle.FleetHistory;
import io.sluice.simulator.oracle.Outcome;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A fleet of which one device speaks, and a stream that tells of it at some time or not. */
class LiveCheckTest {
    private static final Duration SAID = Duration.ofSeconds(5);

    private final FleetHistory truth = new FleetHistory();
    private final BootHistory boot = truth.boot(DeviceId.of("a", "b"), "e0");
    private final FakePace time = new FakePace();

    @Test
    void what_is_told_while_the_fleet_talks_is_right() throws Exception {
        assertEquals(Optional.empty(), check(SAID, Duration.ofSeconds(64)));
    }

    @Test
    void what_is_said_and_not_told_is_found() throws Exception {
        assertEquals(
                Optional.of("must tell of what is said within 60 s, told only what it owed, or nothing"),
                check(SAID, Duration.ofDays(1)).map(Finding::detail));
    }

    @Test
    void where_nobody_speaks_there_is_nothing_to_tell() throws Exception {
        assertEquals(Optional.empty(), check(Duration.ofSeconds(20), Duration.ofDays(1)));
    }

    private Optional<Finding> check(Duration saidAfter, Duration toldAfter) throws Exception {
        boot.append(0);
        return new LiveCheck(truth, () -> time.passed().compareTo(toldAfter) < 0 ? 7 : 8, new SpeakingPace(saidAfter))
                .await();
    }

    /** The device is acknowledged when it is time. */
    private final class SpeakingPace implements Pace {
        private final Duration saidAfter;

        SpeakingPace(Duration saidAfter) {
            this.saidAfter = saidAfter;
        }

        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public void pause(Duration step) {
            time.pause(step);
            if (time.passed().compareTo(saidAfter) >= 0) {
                boot.settle(1, Outcome.ACKED);
            }
        }
    }
}
