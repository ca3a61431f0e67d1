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
    private final FleetHistory truth = new FleetHistory();
    private final BootHistory boot = truth.boot(DeviceId.of("a", "b"), "e0");
    private final FakePace time = new FakePace();

    @Test
    void what_is_told_while_the_fleet_talks_is_right() throws Exception {
        assertEquals(Optional.empty(), check(Duration.ofSeconds(239), 1_000));
    }

    @Test
    void what_is_said_and_not_told_is_found() throws Exception {
        assertEquals(
                Optional.of("must tell of what is said within 240 s, told only what it owed, or nothing"),
                check(Duration.ofDays(1), 10).map(Finding::detail));
    }

    @Test
    void where_hardly_anyone_speaks_there_is_hardly_anything_to_tell() throws Exception {
        assertEquals(Optional.empty(), check(Duration.ofDays(1), 9));
    }

    @Test
    void where_nobody_speaks_for_ten_seconds_nobody_is_waited_for() throws Exception {
        assertEquals(Optional.empty(), check(Duration.ofDays(1), 0));
        assertEquals(11, time.passed().toSeconds());
    }

    /** @param words that are said, one a second */
    private Optional<Finding> check(Duration toldAfter, int words) throws Exception {
        return new LiveCheck(truth, () -> time.passed().compareTo(toldAfter) < 0 ? 7 : 8, new SpeakingPace(words))
                .await();
    }

    private final class SpeakingPace implements Pace {
        private int wordsLeft;

        SpeakingPace(int words) {
            wordsLeft = words;
        }

        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public void pause(Duration step) {
            time.pause(step);
            if (wordsLeft-- > 0) {
                boot.settle(boot.append(0), Outcome.ACKED);
            }
        }
    }
}
