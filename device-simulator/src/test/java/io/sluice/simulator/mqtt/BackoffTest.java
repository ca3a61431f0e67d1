package io.sluice.simulator.mqtt;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    @ParameterizedTest(name = "{0}: below {1} ms at first, below {2} ms at last")
    @CsvSource({"LOST, 100, 10000", "BUSY, 1000, 30000", "TAKEN_OVER, 1000, 30000", "TURNED_AWAY, 30000, 300000"})
    void waits_are_drawn_below_a_ceiling_that_grows(Setback setback, long first, long last) {
        assertCeiling(first, setback, 0);
        assertCeiling(last, setback, 20);
    }

    private static void assertCeiling(long ceiling, Setback setback, int failuresBefore) {
        long longest = 0;
        for (long seed = 0; seed < 200; seed++) {
            Backoff backoff = new Backoff(new SplittableRandom(seed));
            for (int i = 0; i < failuresBefore; i++) {
                backoff.nextMillis(setback);
            }
            longest = Math.max(longest, backoff.nextMillis(setback));
        }
        assertTrue(longest <= ceiling && longest > 0.9 * ceiling, longest + " below " + ceiling);
    }
}
