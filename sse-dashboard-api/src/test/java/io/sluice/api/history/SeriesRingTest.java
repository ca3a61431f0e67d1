package io.sluice.api.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.TestRollups;
import io.sluice.model.rollup.SeriesKey;
import io.sluice.model.rollup.Tier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesRingTest {
    private static final SeriesKey SERIES = TestRollups.series("plant-1", "pump-7", "temperature");

    private static final long H = 3_600_000;

    private final SeriesRing ring = new SeriesRing(SERIES, 1_000);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void holdsWhatASortedMapWouldHold(long seed) {
        Random random = new Random(seed);
        TreeMap<Long, RollupPoint> model = new TreeMap<>();
        for (int offset = 0; offset < 3_000; offset++) {
            long start = 1_000L * (random.nextInt(10) == 0 ? random.nextInt(700) : offset / 4 + random.nextInt(5));
            ArrivedRollup record = arrived(start, offset, start, values(1 + random.nextInt(3), random));
            RollupPoint held = model.get(start);
            boolean wins = held == null || record.point().revision() >= held.revision();
            assertEquals(wins, ring.apply(record));
            if (wins) {
                model.put(start, record.point());
            }
        }
        assertEquals(model.size(), ring.size());
        assertEquals(List.copyOf(model.values()), ring.points(0, Long.MAX_VALUE));
        for (int i = 0; i < 50; i++) {
            long from = random.nextInt(800_000);
            long to = from + random.nextInt(200_000);
            assertEquals(List.copyOf(model.subMap(from, to).values()), ring.points(from, to), () -> "seed " + seed);
            Long first = model.ceilingKey(from);
            assertEquals(first == null ? Long.MAX_VALUE : first, ring.firstStart(from), () -> "seed " + seed);
        }
        model.forEach((start, point) -> assertEquals(point, ring.point(start)));
        assertEquals(model.lastEntry().getValue(), ring.newest());
        assertEquals(model.firstKey(), ring.firstStart(Long.MIN_VALUE));
    }

    @Test
    void theHigherRevisionWinsAndOnATieTheLaterRecord() {
        assertTrue(ring.apply(arrived(0, 0, 0, 1, 2)));
        assertFalse(ring.apply(arrived(0, 1, 0, 9)));
        assertTrue(ring.apply(arrived(0, 2, 0, 3, 4)));
        assertEquals(7.0, ring.points(0, 1).get(0).sum());
    }

    @Test
    void aWindowThatIsNotHeldIsNull() {
        assertNull(ring.point(0));
        assertNull(ring.newest());
        ring.apply(arrived(5_000, 0, 0, 1));
        assertNull(ring.point(4_000));
        assertNull(ring.point(6_000));
    }

    @Test
    void changesAreThoseBeyondTheVectorAndTellWhatWasSkipped() {
        ring.apply(arrived(0, 10, 0, 1));
        ring.apply(arrived(1_000, 11, 0, 1));
        ring.apply(arrived(2_000, 12, 0, 1));
        ring.apply(arrived(2_000, 13, 0, 1, 2));
        assertEquals(List.of("11 false", "13 true"), changedSince(11));
        assertEquals(List.of("13 false"), changedSince(13));
        assertEquals(List.of(), changedSince(14));
    }

    @Test
    void whatWasWrittenLongAgoGoesAndTellsItsOffsets() {
        for (int i = 0; i < 130; i++) {
            ring.apply(arrived(1_000L * i, i, 1_000L * i, 1));
        }
        ring.apply(arrived(5_000, 130, 130_000, 1, 2));
        List<String> gone = new ArrayList<>();
        ring.evictWrittenBefore(100_000, (partition, offset, end) -> gone.add(offset + " to " + end));
        assertEquals(99, gone.size());
        assertEquals("99 to 100000", gone.get(98));
        assertEquals(31, ring.size());
        assertEquals(5_000, ring.firstStart(Long.MIN_VALUE), "written anew since");
        assertEquals(100_000, ring.firstStart(5_001));
        ring.evictWrittenBefore(Long.MAX_VALUE, (partition, offset, end) -> gone.add(offset + " to " + end));
        assertEquals(130, gone.size());
        assertEquals(new SeriesRing(SERIES, 1_000).bytes(), ring.bytes());
    }

    /** 1,204 bytes of heap were measured for each, three quarters of them the ring's own. */
    @Test
    void manySeriesOfOneWindowDoNotTakeMoreThanTheBudget() {
        TestRollups rollups = new TestRollups();
        for (int i = 0; i < 2_000; i++) {
            rollups.write(TestRollups.series("plant-1", "pump-7", "m" + i), Tier.S1, 1_000L * i, i);
        }
        TierStore store = rollups.tier(Tier.S1);
        store.evict(2_000_000, 1 << 20);
        assertTrue(store.heldSeries() > 700 && store.heldSeries() * 1_204 <= 1 << 20, "was " + store.heldSeries());
    }

    /** The budget is passed while all of it lies in chunks that are still being filled. */
    @Test
    void noSeriesLosesItsNewestWindowsBeforeTheOldestOfAllHaveGone() {
        TestRollups rollups = new TestRollups();
        for (int hour = 0; hour < 45; hour++) {
            for (int i = 0; i < 50; i++) {
                rollups.writeAt(hour * 60_000L + i, TestRollups.series("s", "d" + i, "m"), Tier.H1, hour * H, 0, 1, 2);
            }
        }
        TierStore store = rollups.tier(Tier.H1);
        store.evict(45 * 60_000L, Long.MAX_VALUE);
        assertEquals(45 * 50, store.heldPoints());
        store.evict(45 * 60_000L, 256 << 10);
        assertTrue(store.heldPoints() > 300 && store.heldPoints() < 1_500, "was " + store.heldPoints());
        assertEquals(50, store.heldSeries());
        long[] first = store.rings(series -> true).stream()
                .mapToLong(held -> held.firstStart(Long.MIN_VALUE))
                .distinct()
                .toArray();
        assertEquals(1, first.length, () -> Arrays.toString(first));
        store.rings(series -> true).forEach(held -> assertEquals(45 * H, held.newestEnd()));
        assertEquals(first[0], store.wholeFrom());
    }

    /** The parts of a window lie in chunks that began at different times. */
    @Test
    void whatIsMergedBeginsWhereNothingWasGivenUp() {
        TestRollups rollups = new TestRollups();
        SeriesKey other = TestRollups.series("plant-1", "pump-8", "temperature");
        for (int i = 0; i < 20; i++) {
            rollups.write(SERIES, Tier.S1, 1_000L * i, 1);
            rollups.writeAt(1_000L * i + 5_000, other, Tier.S1, 1_000L * i, 0, 1);
        }
        rollups.tier(Tier.S1).evict(7_210_000, Long.MAX_VALUE);
        SeriesQuery query = new SeriesQuery(
                new SeriesFilter(List.of(), List.of(), List.of()),
                SeriesQuery.Grouping.FLEET,
                Optional.of(Tier.S1),
                OptionalLong.of(0),
                20_000,
                OptionalInt.empty(),
                20_000);
        List<RollupPoint> points =
                new SeriesReader(rollups.store()).answer(query).series().next().points();
        assertEquals(10, points.size());
        assertEquals(10_000, points.get(0).start());
        points.forEach(point -> assertEquals(2, point.count()));
    }

    private List<String> changedSince(long offset) {
        List<String> changes = new ArrayList<>();
        ring.changedSince(OffsetVector.of(offset), (partition, at, coalesced) -> changes.add(at + " " + coalesced));
        return changes;
    }

    private static ArrivedRollup arrived(long start, long offset, long written, double... values) {
        return TestRollups.arrived(TestRollups.rollup(SERIES, Tier.S1, start, 0, values), 0, offset, written);
    }

    private static double[] values(int count, Random random) {
        return random.doubles(count, -10, 10).toArray();
    }
}
