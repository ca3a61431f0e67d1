package io.sluice.gateway.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class GroupPaceTest {
    private static final int MANY = 13; // in 0.1 ms: 260 in two

    private final ManualClock clock = new ManualClock();
    private final GroupPace pace = new GroupPace(clock);

    @Test
    void whereFewComeNobodyWaits() {
        for (int i = 0; i < 100; i++) {
            assertFalse(isWorthWaiting(12), "240 in two milliseconds");
        }
    }

    @Test
    void whereManyComeTheNextGroupMayGrow() {
        assertEquals(20, untilItIsWorthWaiting(), "260 are a large group");
        pace.waited(true);
        clock.pass(Duration.ofMillis(2));
        assertTrue(pace.isWorthWaiting(256), "and so may the one after a group that has grown");
    }

    /** What piles up behind a stall of a tenth of a second at 2,000 messages/s. */
    @Test
    void aBurstIsNoRush() {
        for (int burst = 0; burst < 10; burst++) {
            clock.pass(Duration.ofMillis(100));
            assertFalse(pace.isWorthWaiting(0));
            for (int i = 0; i < 10; i++) {
                assertFalse(isWorthWaiting(20), "group " + i + " of burst " + burst);
            }
        }
    }

    @Test
    void aRushEndsWithinTheTimeOfAWait() {
        untilItIsWorthWaiting();
        clock.pass(Duration.ofMillis(2));
        assertFalse(isWorthWaiting(MANY));
    }

    @Test
    void whatCameInARestIsNotMuch() {
        clock.pass(Duration.ofSeconds(1));
        assertFalse(pace.isWorthWaiting(1_000));
    }

    /** Fifty connections with four messages each under way: there is nothing more to come. */
    @Test
    void whereNoMoreComeItIsTriedLessAndLess() {
        untilItIsWorthWaiting();
        int[] groupsBetween = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1024};
        for (int expected : groupsBetween) {
            pace.waited(false);
            for (int i = 0; i < expected; i++) {
                assertFalse(isWorthWaiting(MANY), "group " + i + " of " + expected);
            }
            assertTrue(isWorthWaiting(MANY));
        }
    }

    @Test
    void whatSucceedsOnceIsTriedAgainAtOnce() {
        untilItIsWorthWaiting();
        for (int wait = 0; wait < 5; wait++) {
            pace.waited(false);
            untilItIsWorthWaiting();
        }
        pace.waited(true);
        assertEquals(1, untilItIsWorthWaiting());
        pace.waited(false);
        assertEquals(2, untilItIsWorthWaiting());
    }

    private boolean isWorthWaiting(int entriesInATenth) {
        clock.pass(Duration.ofNanos(100_000));
        return pace.isWorthWaiting(entriesInATenth);
    }

    private int untilItIsWorthWaiting() {
        int groups = 1;
        while (!isWorthWaiting(MANY)) {
            groups++;
        }
        return groups;
    }
}
