package io.sluice.kit.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
    private final WallClock clock = new WallClock();
    private int told;
    private final ClockWatch watch = new ClockWatch("test", clock, () -> told++);

    @AfterEach
    void close() {
        watch.close();
    }

    /** Goes where the test says. */
    private static final class WallClock extends Clock {
        private Instant now = Instant.parse("2026-11-25T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private void goesBy(Duration step) {
        clock.now = clock.now.plus(step);
        watch.look();
    }

    @Test
    void aStepBackIsToldOnceHoweverLongTheClockStaysBehind() {
        goesBy(Duration.ofHours(-1));
        assertEquals(1, told);
        for (int second = 0; second < 10; second++) {
            goesBy(Duration.ofSeconds(1));
        }
        assertEquals(1, told);
    }

    @Test
    void theNextStepBackIsToldAgain() {
        goesBy(Duration.ofHours(-1));
        goesBy(Duration.ofSeconds(1));
        goesBy(Duration.ofSeconds(-4));
        assertEquals(2, told);
    }

    @Test
    void aStepAheadIsNothingUntilItIsTakenBack() {
        goesBy(Duration.ofHours(1));
        assertEquals(0, told);
        goesBy(Duration.ofHours(-1));
        assertEquals(1, told);
    }

    @Test
    void aStepBackThatHeartbeatsOutliveIsNothing() {
        goesBy(Duration.ofMillis(-ClockWatch.TOLERATED_MILLIS));
        assertEquals(0, told);
        goesBy(Duration.ofMillis(-1));
        assertEquals(1, told);
    }

    @Test
    void smallStepsBackAddUp() {
        goesBy(Duration.ofMillis(-900));
        goesBy(Duration.ofMillis(-900));
        assertEquals(0, told);
        goesBy(Duration.ofMillis(-900));
        assertEquals(1, told);
    }

    @Test
    void whoCannotBeginAnewIsToldAgainTheNextTime() {
        try (ClockWatch failing = new ClockWatch("failing", clock, () -> {
            told++;
            throw new IllegalStateException("as the test wants");
        })) {
            clock.now = clock.now.minusSeconds(10);
            failing.look();
            clock.now = clock.now.minusSeconds(10);
            failing.look();
        }
        assertEquals(2, told);
    }
}
