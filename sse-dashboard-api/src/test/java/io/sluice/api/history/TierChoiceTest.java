package io.sluice.api.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.api.TestRollups;
import io.sluice.api.history.SeriesQuery.Grouping;
import io.sluice.model.rollup.SeriesKey;
import io.sluice.model.rollup.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tier answers a question that names none. */
class TierChoiceTest {
    /** Half past an hour. */
    private static final long NOW = 1_732_411_800_000L;

    private static final SeriesKey PUMP = TestRollups.series("plant-1", "pump-7", "temperature");

    private final TestRollups rollups = new TestRollups();
    private final SeriesReader reader = new SeriesReader(rollups.store());

    @ParameterizedTest(name = "{0} with {1} points is {2}")
    @CsvSource({"PT2H, 7200, S1", "PT2H, 7199, S10", "PT2H, 719, M1", "PT2H, 119, H1", "PT2H, 1, H1"})
    void itIsTheFinestThatKeepsToMaxPoints(Duration back, int maxPoints, Tier expected) {
        speakSince(Duration.ofHours(3));
        assertEquals(expected, chosen(back, Duration.ZERO, maxPoints));
    }

    @ParameterizedTest(name = "{0} with {1} points is {2}")
    @CsvSource({"PT10M, 10, M1", "PT10M, 9, M1", "PT10M, 1, M1", "PT50S, 4, S10", "PT9S, 1, S1", "PT0.5S, 1, S1"})
    void itIsNeverWiderThanTheRange(Duration back, int maxPoints, Tier expected) {
        speakSince(Duration.ofHours(3));
        assertEquals(expected, chosen(back, Duration.ZERO, maxPoints));
    }

    @Test
    void whereNoneKeepsToMaxPointsNeighboursAreMergedAndNoneIsLost() {
        speakSince(Duration.ofHours(3));
        List<RollupPoint> points = points(Duration.ofMinutes(10), Duration.ZERO, 3);
        assertEquals(3, points.size());
        assertEquals(600, points.stream().mapToLong(RollupPoint::count).sum());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"PT1H", "P3650D"})
    void whatLiesAheadOfNowDoesNotCount(Duration ahead) {
        speakSince(Duration.ofHours(3));
        assertEquals(Tier.S1, chosen(Duration.ofMinutes(2), ahead, 120));
        assertEquals(Tier.S10, chosen(Duration.ofMinutes(2), ahead, 119));
        assertEquals(3, points(Duration.ofSeconds(50), ahead, 4).size());
    }

    @Test
    void aTierOfWhichNoWindowHasEndedDoesNotAnswer() {
        speakSince(Duration.ofMinutes(5));
        assertEquals(Tier.M1, chosen(Duration.ofHours(3), Duration.ZERO, 1));
        assertEquals(300, points(Duration.ofHours(3), Duration.ZERO, 1).get(0).count());
    }

    @Test
    void aTierThatHasGivenUpPartOfTheRangeDoesNotAnswer() {
        speakSince(Duration.ofHours(3));
        rollups.tier(Tier.S1).evict(NOW + Duration.ofHours(1).toMillis(), Long.MAX_VALUE);
        assertEquals(Tier.S10, chosen(Duration.ofMinutes(150), Duration.ZERO, 100_000));
        assertEquals(Tier.S1, chosen(Duration.ofMinutes(20), Duration.ZERO, 100_000));
    }

    @Test
    void aDeviceThatWasSilentAtFirstIsToldOfInTheFinest() {
        speakSince(Duration.ofMinutes(20));
        assertEquals(Tier.S1, chosen(Duration.ofHours(1), Duration.ZERO, 3_600));
    }

    @Test
    void withoutFromTheRangeBeginsWhereTheHistoryDoes() {
        speakSince(Duration.ofMinutes(5));
        assertEquals(Tier.S1, chosen(OptionalLong.empty(), NOW, 300));
        assertEquals(Tier.S10, chosen(OptionalLong.empty(), NOW, 299));
        assertEquals(Tier.M1, chosen(OptionalLong.empty(), NOW, 1));
    }

    @Test
    void whereNothingIsHeldItGoesByTheRangeAlone() {
        assertEquals(Tier.S10, chosen(Duration.ofHours(1), Duration.ZERO, 1_000));
        assertEquals(Tier.S1, chosen(OptionalLong.empty(), NOW, 1_000));
        assertEquals(Tier.S1, chosen(OptionalLong.of(NOW + 1), NOW + 2, 1_000));
    }

    /** A reading a second until now; a window is told of when it has ended. */
    private void speakSince(Duration back) {
        for (Tier tier : Tier.values()) {
            int width = tier.widthMillis();
            long first = NOW - back.toMillis();
            for (long start = tier.windowStart(first); start + width <= NOW; start += width) {
                long readings = (start + width - Math.max(start, first)) / 1_000;
                rollups.writeAt(start + width, PUMP, tier, start, 0, new double[(int) readings]);
            }
        }
    }

    private Tier chosen(Duration back, Duration ahead, int maxPoints) {
        return chosen(OptionalLong.of(NOW - back.toMillis()), NOW + ahead.toMillis(), maxPoints);
    }

    private Tier chosen(OptionalLong from, long to, int maxPoints) {
        return reader.answer(query(from, to, maxPoints)).tier();
    }

    private List<RollupPoint> points(Duration back, Duration ahead, int maxPoints) {
        List<List<RollupPoint>> series = new ArrayList<>();
        reader.answer(query(OptionalLong.of(NOW - back.toMillis()), NOW + ahead.toMillis(), maxPoints))
                .series()
                .forEachRemaining(one -> series.add(one.points()));
        return series.get(0);
    }

    private static SeriesQuery query(OptionalLong from, long to, int maxPoints) {
        return new SeriesQuery(
                SeriesFilter.ALL, Grouping.DEVICE, Optional.empty(), from, to, OptionalInt.of(maxPoints), NOW);
    }
}
