package io.sluice.api.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowsTest {
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void asManyAreMergedAsTryingOneAfterTheOtherFinds(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            long from = random.nextLong(-3_000, 3_000);
            long to = from + random.nextLong(-50, 3_000);
            int width = 1 + random.nextInt(9);
            int limit = 1 + random.nextInt(40);
            assertEquals(
                    firstThatFits(from, to, width, limit),
                    Windows.merged(from, to, width, limit),
                    "seed " + seed + ": [" + from + ", " + to + ") by " + width + " to " + limit);
        }
    }

    /** No more than what makes one on either side of 1970 of it. */
    private static long firstThatFits(long from, long to, long width, long limit) {
        long first = -Math.floorDiv(-from, width);
        long end = -Math.floorDiv(-to, width);
        long merged = 1;
        while (to > from && merged < Math.max(-first, end) && touched(first, end, merged) > limit) {
            merged++;
        }
        return merged;
    }

    private static long touched(long first, long end, long merged) {
        return -Math.floorDiv(-end, merged) - Math.floorDiv(first, merged);
    }

    @ParameterizedTest(name = "[{0}, {1}) to {2} points")
    @CsvSource({
        "-86398267587655678, 1732412345678, 3",
        "-62135596800000, 1732412345678, 2",
        "-100000000000000000, 100000000000000000, 1",
        "-100000000000000000, 100000000000000000, 1000000",
        "0, 1732412345678, 2",
        "1, 100000000000000000, 2"
    })
    void theWidestRangeIsNoLongerSearchThanANarrowOne(long from, long to, long limit) {
        long merged = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> Windows.merged(from, to, 1_000, limit));
        long first = -Math.floorDiv(-from, 1_000);
        long end = -Math.floorDiv(-to, 1_000);
        assertTrue(touched(first, end, merged) <= Math.max(limit, 2), "merged " + merged);
    }
}
