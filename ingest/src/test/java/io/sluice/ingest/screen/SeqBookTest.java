package io.sluice.ingest.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.ingest.row.RowReader;
import io.sluice.ingest.row.RowWriter;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeqBookTest {
    private SeqBook book = new SeqBook(SeqBook.DEFAULT_MAX_RANGES);

    @Test
    void gapsFromOneToTheHighestAreMissing() {
        addNew(3, 4, 8);

        assertEquals(8, book.produced());
        assertEquals(5, book.missing());
        assertEquals(List.of(new LongRange(1, 2), new LongRange(5, 7)), book.missingRanges());
    }

    @Test
    void aSeqThatWasRejectedIsNotMissing() {
        addNew(1, 4);
        book.addRejected(2);
        book.addRejected(6);

        assertEquals(6, book.produced());
        assertEquals(2, book.rejectedWithSeq());
        assertEquals(List.of(new LongRange(3, 3), new LongRange(5, 5)), book.missingRanges());
        assertFalse(book.isTaken(2), "a corrected message may still come for it");
    }

    @Test
    void aRejectedSeqThatComesAgainAndIsGoodIsNewAlone() {
        book.addRejected(1);
        addNew(1);
        book.addRejected(1);

        assertEquals(0, book.rejectedWithSeq());
        assertEquals(1, book.produced());
    }

    @Test
    void aSeqStampedOntoACopyIsNeitherProducedNorMissing() {
        addNew(1);
        book.addCopy(2);
        addNew(3);

        assertEquals(2, book.produced());
        assertEquals(0, book.missing());
        assertTrue(book.isTaken(2));
    }

    @Test
    void beyondTheCapTheLowestRangesFoldIntoTheFloorAndTheTotalsStayExact() {
        book = new SeqBook(2);
        addNew(2, 4, 6, 8);

        assertEquals(8, book.produced());
        assertEquals(4, book.missing());
        assertEquals(
                List.of(new LongRange(1, 1), new LongRange(3, 3), new LongRange(5, 5), new LongRange(7, 7)),
                book.missingRanges());
        assertTrue(book.isTaken(3), "nobody can tell any more");
        assertFalse(book.isTaken(5), "above the floor");
    }

    @Test
    void onlyTheLowestRangesAreListed() {
        int gaps = 2 * SeqBook.REMEMBERED_GAPS;
        for (long gap = 1; gap <= gaps; gap++) {
            book.addNew(2 * gap);
        }

        assertEquals(gaps, book.missing());
        assertEquals(SeqBook.REMEMBERED_GAPS, book.missingRanges().size());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void underAnyCapProducedIsNewAndRejectedAndMissing(long seed) {
        Random random = new Random(seed);
        int maxRanges = 1 + random.nextInt(12);
        book = new SeqBook(maxRanges);
        TreeSet<Long> fresh = new TreeSet<>();
        TreeSet<Long> refused = new TreeSet<>();

        for (int step = 0; step < 2_000; step++) {
            long seq = 1L + step / 8 + random.nextInt(40);
            boolean taken = book.isTaken(seq);
            int kind = random.nextInt(10);
            if (kind == 0) {
                book.addRejected(seq);
                if (!taken) {
                    refused.add(seq);
                }
            } else if (!taken) {
                refused.remove(seq);
                if (kind == 1) {
                    book.addCopy(seq);
                } else {
                    book.addNew(seq);
                    fresh.add(seq);
                }
            }
            book = kind == 2 ? copyOf(book, maxRanges) : book;
            String where = "seed " + seed + ", step " + step;
            assertEquals(refused.size(), book.rejectedWithSeq(), where);
            assertEquals(fresh.size() + book.rejectedWithSeq() + book.missing(), book.produced(), where);
        }
    }

    private void addNew(long... seqs) {
        for (long seq : seqs) {
            book.addNew(seq);
        }
    }

    private static SeqBook copyOf(SeqBook book, int maxRanges) {
        RowWriter out = new RowWriter();
        book.writeTo(out);
        return SeqBook.readFrom(new RowReader(out.toBytes()), maxRanges);
    }
}
