package io.sluice.gateway.spool;

import static io.sluice.gateway.spool.SmallSpool.OPTIONS;
import static io.sluice.gateway.spool.SmallSpool.seqsIn;
import static io.sluice.gateway.spool.SmallSpool.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.model.identity.DeviceId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The spool over a folder in memory, stepped by hand. */
final class SpoolTest {
    private static final DeviceId PUMP = DeviceId.of("plant", "pump");

    private final SmallSpool small = new SmallSpool();

    @Test
    void nothingIsToldBeforeTheGroupIsForcedAndThenAllInOrder() throws IOException {
        Spool spool = small.open();
        for (long seq = 1; seq <= 5; seq++) {
            spool.tryAppend(Entries.entry(PUMP, "e1", seq), seq);
        }
        assertEquals(List.of(), small.committed);
        assertEquals(List.of(), seqsIn(spool));
        spool.step();
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L), small.committed);
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L), seqsIn(spool));
    }

    /** Else the next life would have to count what the last second brought. */
    @Test
    void closingTellsWhatTheLedgerHasNotToldYet() throws IOException {
        Spool spool = small.open();
        write(spool, PUMP, 1, 2);
        assertTrue(small.coveredPosition() < spool.durablePosition(), "facts are told each second");

        spool.close();
        assertEquals(spool.durablePosition(), small.coveredPosition());
    }

    @Test
    void aFailedForcePoisonsTheSpoolForGood() throws IOException {
        Spool spool = small.open();
        write(spool, PUMP, 1);
        small.files.failForces();
        spool.tryAppend(Entries.entry(PUMP, "e1", 2), 2L);
        assertTrue(spool.step());
        assertEquals(List.of(1L), small.committed);
        assertEquals("Input/output error", String.valueOf(small.failure == null ? null : small.failure.getMessage()));
        assertFalse(spool.isAccepting());
        assertFalse(spool.tryAppend(Entries.entry(PUMP, "e1", 3), 3L));
        assertEquals(List.of(1L), seqsIn(spool), "what is durable can still be drained");
    }

    @Test
    void aFullSpoolTakesNothingAndGoesOnWhenASegmentIsDrained() throws IOException {
        Spool spool = small.open();
        SpoolKeeper keeper = small.keeper(spool, 60);
        List<String> resumed = new ArrayList<>();
        spool.onResume(() -> resumed.add("resumed"));
        long seq = 0;
        while (spool.tryAppend(Entries.entry(PUMP, "e1", ++seq), seq)) {
            spool.step();
            assertTrue(small.files.totalBytes() <= OPTIONS.capBytes() + 1_024, "the cap must hold");
        }
        assertFalse(spool.isAccepting());
        assertEquals(List.of(), resumed);

        Mark drained = new Mark(spool.durablePosition(), new long[OPTIONS.partitions()]);
        keeper.tick(drained);
        small.clock.pass(Duration.ofSeconds(59));
        keeper.tick(drained);
        spool.step();
        assertFalse(spool.isAccepting(), "segments stay a minute");
        small.clock.pass(Duration.ofSeconds(1));
        keeper.tick(drained);
        spool.step();
        assertTrue(spool.isAccepting());
        assertEquals(List.of("resumed"), resumed);
        assertTrue(spool.tryAppend(Entries.entry(PUMP, "e1", seq), seq));
        spool.step();
        assertEquals(seq, small.committed.size(), "nothing that was taken was dropped");
    }

    @Test
    void aFullDiskWithholdsAcksAndIsTriedAgain() throws IOException {
        Spool spool = small.open();
        small.files.fill(true);
        assertTrue(spool.tryAppend(Entries.entry(PUMP, "e1", 1), 1L));
        spool.step();
        assertEquals(List.of(), small.committed);
        assertEquals(
                "No space left on device",
                String.valueOf(
                        spool.growthFailure() == null
                                ? null
                                : spool.growthFailure().getMessage()));
        small.files.fill(false);
        spool.step();
        assertEquals(List.of(1L), small.committed);
        assertEquals(null, spool.growthFailure());
    }

    @Test
    void whoOnlyAskedWhetherThereIsRoomIsCalledBackAsWell() throws IOException {
        Spool spool = small.open();
        List<String> resumed = new ArrayList<>();
        spool.onResume(() -> resumed.add("resumed"));
        small.files.fill(true);
        assertTrue(spool.tryAppend(Entries.entry(PUMP, "e1", 1), 1L));
        spool.step();
        assertFalse(spool.isAccepting(), "there is no room");
        small.files.fill(false);
        spool.step();
        assertEquals(List.of("resumed"), resumed);
    }

    @Test
    void aFullQueueRefusesAndCallsBackWhenHalfOfItIsDurable() throws IOException {
        Spool spool = small.open();
        List<String> resumed = new ArrayList<>();
        spool.onResume(() -> resumed.add("resumed"));
        long seq = 0;
        while (spool.tryAppend(Entries.entry(PUMP, "e1", ++seq), seq)) {
            assertTrue(seq < 100, "the queue must be bounded");
        }
        assertEquals(List.of(), resumed);
        spool.step();
        assertEquals(List.of("resumed"), resumed);
        assertEquals(seq - 1, small.committed.size());
    }

    @Test
    void stampedIdentitiesAreDenseInEachStartsOwnEpoch() throws IOException {
        List<String> identities = new ArrayList<>();
        for (int start = 0; start < 2; start++) {
            Spool spool = small.open(start);
            for (int i = 0; i < 2; i++) {
                spool.tryAppend(new SpoolEntry.Messages(List.of(Entries.unidentified(PUMP, i))), i);
                spool.step();
            }
            spool.close();
        }
        try (SpoolReader reader = small.open().reader(SpoolPosition.of(0, SegmentHeader.BYTES))) {
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
}
