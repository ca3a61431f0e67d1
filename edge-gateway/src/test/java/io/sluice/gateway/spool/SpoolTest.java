package io.sluice.gateway.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.gateway.ledger.LedgerBook;
import io.sluice.model.identity.DeviceId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The spool over a folder in memory, stepped by hand. */
final class SpoolTest {
    private static final SpoolOptions OPTIONS = new SpoolOptions(4, 4_096, 16_384, 2_000);
    private static final DeviceId PUMP = DeviceId.of("plant", "pump");

    private final ManualClock clock = new ManualClock();
    private final Told told = new Told();
    private MemoryFiles files = new MemoryFiles();
    private LedgerBook book = new LedgerBook();

    private static final class Told implements CommitListener {
        private final List<Object> committed = new ArrayList<>();
        private @Nullable Throwable failure;

        @Override
        public void committed(List<Object> tokens) {
            committed.addAll(tokens);
        }

        @Override
        public void failed(Throwable cause) {
            failure = cause;
        }
    }

    private Spool open() throws IOException {
        book = new LedgerBook();
        Spool spool = Spool.open(files, OPTIONS, SpoolObserver.NONE, book, clock, new Random(1));
        spool.onCommit(told);
        return spool;
    }

    private static List<Long> seqsIn(Spool spool) throws IOException {
        List<Long> seqs = new ArrayList<>();
        try (SpoolReader reader = spool.reader(SpoolPosition.of(0, SegmentHeader.BYTES))) {
            for (SpoolRecord record = reader.next(); record != null; record = reader.next()) {
                ((SpoolRecord.Messages) record).messages().forEach(message -> seqs.add(message.seq()));
            }
        }
        return seqs;
    }

    /** Appends and commits one message for each seq. */
    private static void write(Spool spool, long... seqs) {
        for (long seq : seqs) {
            assertTrue(spool.tryAppend(Entries.entry(PUMP, "e1", seq), seq));
            spool.step();
        }
    }

    @Test
    void nothingIsToldBeforeTheGroupIsForcedAndThenAllInOrder() throws IOException {
        Spool spool = open();
        for (long seq = 1; seq <= 5; seq++) {
            spool.tryAppend(Entries.entry(PUMP, "e1", seq), seq);
        }
        assertEquals(List.of(), told.committed);
        assertEquals(List.of(), seqsIn(spool));
        spool.step();
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L), told.committed);
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L), seqsIn(spool));
    }

    @Test
    void countersAreDensePerPartitionAndGoOnAfterARestart() throws IOException {
        Spool first = open();
        assertTrue(first.tryAppend(Entries.entry(PUMP, "e1", 1, 2, 3), "a"));
        assertTrue(first.tryAppend(Entries.rejected(PUMP, "broken"), "b"));
        first.step();
        first.close();
        Spool second = open();
        write(second, 4);
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
        Spool spool = open();
        write(spool, 1, 2, 3);
        long end = SpoolPosition.offset(spool.durablePosition());
        byte[] segment = files.content(SegmentHeader.nameOf(0));
        segment[(int) end + 3] = 100; // a frame was begun: its length is there, the rest is not
        Spool recovered = open();
        assertEquals(List.of(1L, 2L, 3L), seqsIn(recovered));
        assertTrue(recovered.cutBytes() > 0);
        write(recovered, 4);
        assertEquals(List.of(1L, 2L, 3L, 4L), seqsIn(open()));
    }

    @Test
    void whatLiesBehindACutNeverComesBack() throws IOException {
        Spool spool = open();
        write(spool, 1, 2, 3);
        byte[] segment = files.content(SegmentHeader.nameOf(0));
        int frame = (int) (SpoolPosition.offset(spool.durablePosition()) - SegmentHeader.BYTES) / 3;
        segment[SegmentHeader.BYTES + frame + 20] ^= 1; // as if only the third of an unforced group had survived
        Spool recovered = open();
        assertEquals(List.of(1L), seqsIn(recovered));
        write(recovered, 9);
        assertEquals(List.of(1L, 9L), seqsIn(open()));
    }

    @Test
    void aFlippedBitInASealedSegmentIsAnErrorForAPerson() throws IOException {
        Spool spool = open();
        write(spool, 1, 2, 3);
        spool.close();
        write(open(), 4);
        files.content(SegmentHeader.nameOf(0))[SegmentHeader.BYTES + 20] ^= 1;
        CorruptSpoolException thrown = assertThrows(CorruptSpoolException.class, this::open);
        assertTrue(String.valueOf(thrown.getMessage()).contains("segment 0 offset 32"), thrown.getMessage());
    }

    @Test
    void aMissingSegmentIsAnErrorForAPerson() throws IOException {
        for (long seq = 1; seq <= 3; seq++) {
            Spool spool = open();
            write(spool, seq);
            spool.close();
        }
        files.delete(SegmentHeader.nameOf(1));
        CorruptSpoolException thrown = assertThrows(CorruptSpoolException.class, this::open);
        assertEquals("segments must follow each other, were [0, 2]", thrown.getMessage());
    }

    @Test
    void aFailedForcePoisonsTheSpoolForGood() throws IOException {
        Spool spool = open();
        write(spool, 1);
        files.failForces();
        spool.tryAppend(Entries.entry(PUMP, "e1", 2), 2L);
        assertTrue(spool.step());
        assertEquals(List.of(1L), told.committed);
        assertEquals("Input/output error", String.valueOf(told.failure == null ? null : told.failure.getMessage()));
        assertFalse(spool.isAccepting());
        assertFalse(spool.tryAppend(Entries.entry(PUMP, "e1", 3), 3L));
        assertEquals(List.of(1L), seqsIn(spool), "what is durable can still be drained");
    }

    @Test
    void aFullSpoolTakesNothingAndGoesOnWhenASegmentIsDrained() throws IOException {
        Spool spool = open();
        SpoolKeeper keeper = spool.keeper(book, TimeUnit.SECONDS.toNanos(60));
        List<String> resumed = new ArrayList<>();
        spool.onResume(() -> resumed.add("resumed"));
        long seq = 0;
        while (spool.tryAppend(Entries.entry(PUMP, "e1", ++seq), seq)) {
            spool.step();
            assertTrue(files.totalBytes() <= OPTIONS.capBytes() + 1_024, "the cap must hold");
        }
        assertFalse(spool.isAccepting());
        assertEquals(List.of(), resumed);

        Mark drained = new Mark(spool.durablePosition(), new long[4]);
        keeper.tick(clock.nanos(), drained);
        clock.pass(Duration.ofSeconds(59));
        keeper.tick(clock.nanos(), drained);
        spool.step();
        assertFalse(spool.isAccepting(), "segments stay a minute");
        clock.pass(Duration.ofSeconds(1));
        keeper.tick(clock.nanos(), drained);
        spool.step();
        assertTrue(spool.isAccepting());
        assertEquals(List.of("resumed"), resumed);
        assertTrue(spool.tryAppend(Entries.entry(PUMP, "e1", seq), seq));
        spool.step();
        assertEquals(seq, told.committed.size(), "nothing that was taken was dropped");
    }

    @Test
    void whatOnlyThePageCacheHeldAfterAFailedForceIsDurableOnceItIsCounted() throws IOException {
        Spool spool = open();
        write(spool, 1);
        RandomGenerator nothing = () -> 0; // reaches the disk by chance, nor leaves the cache
        files.failForceAfter(0, nothing);
        spool.tryAppend(Entries.entry(PUMP, "e1", 2), 2L);
        spool.step();
        assertEquals(List.of(1L), told.committed);
        files = files.afterKill(nothing);
        List<Long> counted = seqsIn(open());

        files = files.afterCrash(nothing);

        assertEquals(List.of(1L, 2L), counted);
        assertEquals(counted, seqsIn(open()));
    }

    @Test
    void aFullDiskWithholdsAcksAndIsTriedAgain() throws IOException {
        Spool spool = open();
        files.fill(true);
        assertTrue(spool.tryAppend(Entries.entry(PUMP, "e1", 1), 1L));
        spool.step();
        assertEquals(List.of(), told.committed);
        assertEquals(
                "No space left on device",
                String.valueOf(
                        spool.growthFailure() == null
                                ? null
                                : spool.growthFailure().getMessage()));
        files.fill(false);
        spool.step();
        assertEquals(List.of(1L), told.committed);
        assertEquals(null, spool.growthFailure());
    }

    @Test
    void whoOnlyAskedWhetherThereIsRoomIsCalledBackAsWell() throws IOException {
        Spool spool = open();
        List<String> resumed = new ArrayList<>();
        spool.onResume(() -> resumed.add("resumed"));
        files.fill(true);
        assertTrue(spool.tryAppend(Entries.entry(PUMP, "e1", 1), 1L));
        spool.step();
        assertFalse(spool.isAccepting(), "there is no room");
        files.fill(false);
        spool.step();
        assertEquals(List.of("resumed"), resumed);
    }

    @Test
    void aFullQueueRefusesAndCallsBackWhenHalfOfItIsDurable() throws IOException {
        Spool spool = open();
        List<String> resumed = new ArrayList<>();
        spool.onResume(() -> resumed.add("resumed"));
        long seq = 0;
        while (spool.tryAppend(Entries.entry(PUMP, "e1", ++seq), seq)) {
            assertTrue(seq < 100, "the queue must be bounded");
        }
        assertEquals(List.of(), resumed);
        spool.step();
        assertEquals(List.of("resumed"), resumed);
        assertEquals(seq - 1, told.committed.size());
    }

    @Test
    void stampedIdentitiesAreDenseInEachStartsOwnEpoch() throws IOException {
        List<String> identities = new ArrayList<>();
        for (int start = 0; start < 2; start++) {
            Spool spool = Spool.open(files, OPTIONS, SpoolObserver.NONE, book, clock, new Random(start));
            spool.onCommit(told);
            for (int i = 0; i < 2; i++) {
                spool.tryAppend(new SpoolEntry.Messages(List.of(Entries.unidentified(PUMP, i))), i);
                spool.step();
            }
            spool.close();
        }
        try (SpoolReader reader = open().reader(SpoolPosition.of(0, SegmentHeader.BYTES))) {
            for (SpoolRecord record = reader.next(); record != null; record = reader.next()) {
                var message = ((SpoolRecord.Messages) record).messages().get(0);
                assertTrue(message.epoch().matches("g[0-9a-f]{8}"), message.epoch());
                identities.add(message.epoch() + "#" + message.seq());
            }
        }
        assertEquals(identities.get(0).substring(0, 10) + "1", identities.get(0));
        assertEquals(identities.get(0).substring(0, 10) + "2", identities.get(1));
        assertEquals(identities.get(2).substring(0, 10) + "1", identities.get(2));
        assertEquals(4, identities.stream().distinct().count());
    }

    @Test
    void aSpoolKeepsThePartitionsItWasBegunWith() throws IOException {
        open().close();
        SpoolOptions other = new SpoolOptions(5, 4_096, 16_384, 2_000);
        IOException thrown = assertThrows(
                IOException.class, () -> Spool.open(files, other, SpoolObserver.NONE, book, clock, new Random(1)));
        assertEquals("partitions must stay as the spool was begun with, 4, was 5", thrown.getMessage());
    }
}
