package io.sluice.gateway.spool;

import static io.sluice.gateway.spool.SmallSpool.seqsIn;
import static io.sluice.gateway.spool.SmallSpool.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.gateway.ledger.LedgerBook;
import io.sluice.model.identity.DeviceId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What a start finds of the lives before. */
final class SpoolRecoveryTest {
    private static final DeviceId PUMP = DeviceId.of("plant", "pump");

    private final SmallSpool small = new SmallSpool();

    @Test
    void countersAreDensePerPartitionAndGoOnAfterARestart() throws IOException {
        Spool first = small.open();
        assertTrue(first.tryAppend(Entries.entry(PUMP, "e1", 1, 2, 3), "a"));
        assertTrue(first.tryAppend(Entries.rejected(PUMP, "broken"), "b"));
        first.step();
        first.close();
        Spool second = small.open();
        write(second, PUMP, 4);
        List<Long> firstCounters = new ArrayList<>();
        try (SpoolReader reader = second.reader(SpoolPosition.of(0, SegmentHeader.BYTES))) {
            for (SpoolRecord record = reader.next(); record != null; record = reader.next()) {
                firstCounters.add(record.firstCounter());
            }
        }
        assertEquals(List.of(0L, 3L, 4L), firstCounters);
        assertEquals(first.id(), second.id());
    }

    @Test
    void aTornTailIsCutAndWhatWasAcknowledgedStays() throws IOException {
        Spool spool = small.open();
        write(spool, PUMP, 1, 2, 3);
        long end = SpoolPosition.offset(spool.durablePosition());
        byte[] segment = small.files.content(SegmentHeader.nameOf(0));
        segment[(int) end + 3] = 100; // a frame was begun: its length is there, the rest is not
        Spool recovered = small.open();
        assertEquals(List.of(1L, 2L, 3L), seqsIn(recovered));
        assertTrue(recovered.cutBytes() > 0);
        write(recovered, PUMP, 4);
        assertEquals(List.of(1L, 2L, 3L, 4L), seqsIn(small.open()));
    }

    @Test
    void whatLiesBehindACutNeverComesBack() throws IOException {
        Spool spool = small.open();
        write(spool, PUMP, 1, 2, 3);
        byte[] segment = small.files.content(SegmentHeader.nameOf(0));
        int frame = (int) (SpoolPosition.offset(spool.durablePosition()) - SegmentHeader.BYTES) / 3;
        segment[SegmentHeader.BYTES + frame + 20] ^= 1; // as if only the third of an unforced group had survived
        Spool recovered = small.open();
        assertEquals(List.of(1L), seqsIn(recovered));
        write(recovered, PUMP, 9);
        assertEquals(List.of(1L, 9L), seqsIn(small.open()));
    }

    @Test
    void whatLiesBehindALostRecordIsToldAsCut() throws IOException {
        Spool spool = small.open();
        write(spool, PUMP, 1, 2, 3);
        byte[] segment = small.files.content(SegmentHeader.nameOf(0));
        int frame = (int) (SpoolPosition.offset(spool.durablePosition()) - SegmentHeader.BYTES) / 3;
        int second = SegmentHeader.BYTES + frame;
        Arrays.fill(segment, second, second + frame, (byte) 0); // as if its sector had never been written
        Spool recovered = small.open();
        assertEquals(List.of(1L), seqsIn(recovered));
        assertEquals(SmallSpool.OPTIONS.segmentBytes() - second, recovered.cutBytes());
    }

    @Test
    void aSegmentThatWasNotFilledCutsNothing() throws IOException {
        write(small.open(), PUMP, 1, 2, 3);
        assertEquals(0, small.open().cutBytes());
    }

    @Test
    void aFlippedBitInASealedSegmentIsAnErrorForAPerson() throws IOException {
        Spool spool = small.open();
        write(spool, PUMP, 1, 2, 3);
        spool.close();
        write(small.open(), PUMP, 4);
        small.files.content(SegmentHeader.nameOf(0))[SegmentHeader.BYTES + 20] ^= 1;
        CorruptSpoolException thrown = assertThrows(CorruptSpoolException.class, small::open);
        assertTrue(String.valueOf(thrown.getMessage()).contains("segment 0 offset 32"), thrown.getMessage());
    }

    @Test
    void aMissingSegmentIsAnErrorForAPerson() throws IOException {
        for (long seq = 1; seq <= 3; seq++) {
            Spool spool = small.open();
            write(spool, PUMP, seq);
            spool.close();
        }
        small.files.delete(SegmentHeader.nameOf(1));
        CorruptSpoolException thrown = assertThrows(CorruptSpoolException.class, small::open);
        assertEquals("segments must follow each other, were [0, 2]", thrown.getMessage());
    }

    @Test
    void whatOnlyThePageCacheHeldAfterAFailedForceIsDurableOnceItIsCounted() throws IOException {
        Spool spool = small.open();
        write(spool, PUMP, 1);
        RandomGenerator nothing = () -> 0; // reaches the disk by chance, nor leaves the cache
        small.files.failForceAfter(0, nothing);
        spool.tryAppend(Entries.entry(PUMP, "e1", 2), 2L);
        spool.step();
        assertEquals(List.of(1L), small.committed);
        small.files = small.files.afterKill(nothing);
        List<Long> counted = seqsIn(small.open());

        small.files = small.files.afterCrash(nothing);

        assertEquals(List.of(1L, 2L), counted);
        assertEquals(counted, seqsIn(small.open()));
    }

    @Test
    void aSpoolKeepsThePartitionsItWasBegunWith() throws IOException {
        small.open().close();
        SpoolOptions other = new SpoolOptions(5, 4_096, 16_384, 2_000);
        IOException thrown = assertThrows(
                IOException.class,
                () -> Spool.open(small.files, other, SpoolObserver.NONE, new LedgerBook(), small.clock, new Random(1)));
        assertEquals("partitions must stay as the spool was begun with, 2, was 5", thrown.getMessage());
    }
}
