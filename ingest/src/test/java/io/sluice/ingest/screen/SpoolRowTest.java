package io.sluice.ingest.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.ingest.row.RowWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpoolRowTest {
    private static final int MANY = 100_000;

    @Test
    void holesBeyondTheCapTakeNoRoomButStayHoles() {
        SpoolRow row = withAHoleBehindEach(MANY);

        assertTrue(row.toBytes().length <= 4 * SpoolRow.MAX_RANGES, "was " + row.toBytes().length);
        assertEquals(2 * MANY - 1, row.committedCounter());
        assertEquals(MANY, row.classified(), "as many were never seen, but for the last");
        List<LongRange> lowest = new ArrayList<>();
        for (int i = 0; i < SpoolRow.REMEMBERED_HOLES; i++) {
            lowest.add(new LongRange(2 * i + 1, 2 * i + 1));
        }
        assertEquals(lowest, row.holes(20));
        assertSame(row, SpoolRow.from(row.toBytes()));
    }

    @Test
    void aHoleBelowTheFloorIsNotFilledAndOneAboveIs() {
        SpoolRow row = SpoolRow.from(withAHoleBehindEach(MANY).toBytes());

        assertFalse(row.classify(1, 7));
        assertFalse(row.classify(0, 7));
        assertTrue(row.classify(2 * MANY - 3, 7));

        assertEquals(MANY + 1, row.classified());
        assertEquals(2, row.repeated());
        assertEquals(7, row.classifiedXor());
        assertEquals(new LongRange(1, 1), row.holes(1).get(0));
    }

    @Test
    void aRowOfWhichNothingIsFoldedIsOfTheFirstVersion() {
        SpoolRow row = withAHoleBehindEach(SpoolRow.MAX_RANGES);

        assertEquals(1, row.toBytes()[0]);
        assertSame(row, SpoolRow.from(row.toBytes()));
        assertEquals(2, withAHoleBehindEach(SpoolRow.MAX_RANGES + 1).toBytes()[0]);
    }

    @Test
    void aRowOfTheFirstVersionIsRead() {
        byte[] bytes = {
            1, // version
            2, // ranges
            0,
            1, // 0..1
            4,
            0, // 5..5, as far from the last
            9,
            0,
            0,
            0,
            0,
            0,
            0,
            0, // xor
            3 // repeated
        };

        SpoolRow row = SpoolRow.from(bytes);

        assertEquals(6, row.committedCounter());
        assertEquals(3, row.classified());
        assertEquals(9, row.classifiedXor());
        assertEquals(3, row.repeated());
        assertEquals(List.of(new LongRange(2, 4)), row.holes(20));
        assertTrue(row.classify(2, 0));
    }

    @Test
    void aRowOfTheFirstVersionWithMoreThanTheCapIsCutWithItsNextCounter() {
        IntervalSet counters = new IntervalSet();
        for (int i = 0; i < 3 * SpoolRow.MAX_RANGES; i++) {
            counters.add(2L * i);
        }
        RowWriter out = new RowWriter().unsigned(1);
        counters.writeTo(out);
        SpoolRow row = SpoolRow.from(out.fixed(0).unsigned(0).toBytes());
        List<LongRange> holes = row.holes(20);

        assertTrue(row.classify(6L * SpoolRow.MAX_RANGES, 0));
        row.keepWithinCap();

        assertTrue(row.toBytes().length <= 4 * SpoolRow.MAX_RANGES, "was " + row.toBytes().length);
        assertEquals(3 * SpoolRow.MAX_RANGES + 1, row.classified());
        assertEquals(holes, row.holes(20));
    }

    private static SpoolRow withAHoleBehindEach(int counters) {
        SpoolRow row = SpoolRow.from(null);
        for (int i = 0; i < counters; i++) {
            assertTrue(row.classify(2L * i, 0));
        }
        row.keepWithinCap();
        return row;
    }

    private static void assertSame(SpoolRow row, SpoolRow other) {
        assertEquals(row.committedCounter(), other.committedCounter());
        assertEquals(row.classified(), other.classified());
        assertEquals(row.holes(5_000), other.holes(5_000));
    }
}
