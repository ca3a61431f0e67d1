package io.sluice.gateway.mqtt;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Wills of sessions that are taken over, lost and found again, over a gateway that is killed at any operation. A
 * failing seed replays exactly: {@code -Dsluice.takeovers.seed=…}; {@code -Dsluice.takeovers.seeds=…} asks for more of
 * them.
 */
final class TakeoverSimulationTest {
    private static final String SEED = "sluice.takeovers.seed";
    private static final String SEEDS = "sluice.takeovers.seeds";
    private static final Duration BOUND = Duration.ofSeconds(20);

    private static LongStream seeds() {
        Long one = Long.getLong(SEED);
        return one == null ? LongStream.rangeClosed(1, Long.getLong(SEEDS, 3_000)) : LongStream.of(one);
    }

    @Test
    void whatTheDeadHaveLeftIsSaidBeforeTheirHeirsSpeakOrNotAtAll() {
        boolean isBounded = Long.getLong(SEEDS) == null;
        long start = System.nanoTime();
        LongSummaryStatistics deaths = seeds().takeWhile(
                        seed -> !isBounded || System.nanoTime() - start < BOUND.toNanos())
                .map(TakeoverSimulationTest::runOne)
                .summaryStatistics();
        System.out.printf("%s in %d ms%n", deaths, (System.nanoTime() - start) / 1_000_000);
        assertTrue(deaths.getAverage() > 1, "somebody must die");
    }

    /** How many died. */
    private static long runOne(long seed) {
        SimulatedSessions world = new SimulatedSessions(seed);
        try {
            world.run();
            return world.deaths();
        } catch (Exception | Error e) {
            throw new AssertionError(
                    "seed " + seed + " fails after " + world + "; -D" + SEED + "=" + seed + " replays it alone", e);
        }
    }
}
