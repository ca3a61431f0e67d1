package io.sluice.gateway.spool;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class GroupPaceTest {
    private final ManualClock clock = new ManualClock();
    private final GroupPace pace = new GroupPace(clock);

    @Test
    void whereFewComeNobodyWaits() {
        for (int i = 0; i < 10; i++) {
            clock.pass(Duration.ofNanos(100_000));
            assertFalse(pace.isRush(4), "40 in a millisecond");
        }
    }

    @Test
    void whereManyComeTheNextGroupGrows() {
        clock.pass(Duration.ofNanos(100_000));
        assertTrue(pace.isRush(5), "50 in a millisecond");
        clock.pass(Duration.ofMillis(2));
        assertTrue(pace.isRush(100), "and as many in a group that has grown");
    }

    @Test
    void whoCameAfterARestIsNoRush() {
        clock.pass(Duration.ofSeconds(1));
        assertFalse(pace.isRush(1_000));
        clock.pass(Duration.ofMillis(1));
        assertFalse(pace.isRush(49));
    }
}
