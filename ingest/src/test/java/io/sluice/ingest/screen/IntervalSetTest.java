package io.sluice.ingest.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.ingest.row.RowReader;
import io.sluice.ingest.row.RowWriter;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalSetTest {
    @Test
    void whatArrivesInOrderIsOneRangeHoweverLong() {
        IntervalSet set = new IntervalSet();
        for (long number = 0; number < 100_000; number++) {
            assertTrue(set.add(number));
        }

        assertEquals("{0..99999}", set.toString());
        assertEquals(100_000, set.size());
        assertEquals(5, bytesOf(set).length, "one range, from 0, and its length in three bytes");
    }

    @Test
    void aNumberBetweenTwoRangesJoinsThem() {
        IntervalSet set = setOf(1, 2, 4, 5);
        assertEquals("{1..2, 4..5}", set.toString());

        assertTrue(set.add(3));

        assertEquals("{1..5}", set.toString());
        assertFalse(set.add(3));
    }

    @Test
    void removingFromTheMiddleSplitsARange() {
        IntervalSet set = setOf(1, 2, 3);

        assertTrue(set.remove(2));
        assertFalse(set.remove(2));

        assertEquals("{1..1, 3..3}", set.toString());
        assertEquals(2, set.size());
    }

    @Test
    void forgettingUpToANumberCutsTheRangeItLiesIn() {
        IntervalSet set = setOf(1, 2, 5, 6, 7, 9);

        assertEquals(4, set.removeThrough(6));

        assertEquals("{7..7, 9..9}", set.toString());
    }

    @Test
    void theLargestNumbersStayInTheirOrder() {
        IntervalSet set = setOf(Long.MAX_VALUE - 1, 0, Long.MAX_VALUE - 3);

        assertEquals(Long.MAX_VALUE - 1, set.highest());
        assertEquals(set.toString(), copyOf(set).toString());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void anyMixOfOperationsEndsAsAPlainSetWould(long seed) {
        Random random = new Random(seed);
        IntervalSet set = new IntervalSet();
        TreeSet<Long> model = new TreeSet<>();
        int span = 20 + random.nextInt(300);

        for (int step = 0; step < 3_000; step++) {
            long number = random.nextInt(span);
            String where = "seed " + seed + ", step " + step + ", number " + number;
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3 -> assertEquals(model.remove(number), set.remove(number), where);
                case 4 -> {
                    long bound = number / 8;
                    long below = model.headSet(bound, true).size();
                    model.headSet(bound, true).clear();
                    assertEquals(below, set.removeThrough(bound), where);
                }
                case 5 -> set = copyOf(set);
                default -> assertEquals(model.add(number), set.add(number), where);
            }
            assertSame(model, set, span, where);
        }
    }

    private static void assertSame(SortedSet<Long> model, IntervalSet set, int span, String where) {
        assertEquals(model.size(), set.size(), where);
        assertEquals(model.isEmpty() ? -1 : model.last(), set.highest(), where);
        for (long number = 0; number < span; number++) {
            assertEquals(model.contains(number), set.contains(number), where + ", contains " + number);
        }
        for (int i = 1; i < set.rangeCount(); i++) {
            assertTrue(set.range(i).from() > set.range(i - 1).to() + 1, where + ", ranges must not touch: " + set);
        }
    }

    private static IntervalSet setOf(long... numbers) {
        IntervalSet set = new IntervalSet();
        for (long number : numbers) {
            set.add(number);
        }
        return set;
    }

    private static IntervalSet copyOf(IntervalSet set) {
        return IntervalSet.readFrom(new RowReader(bytesOf(set)));
    }

    private static byte[] bytesOf(IntervalSet set) {
        RowWriter out = new RowWriter();
        set.writeTo(out);
        return out.toBytes();
    }
}
