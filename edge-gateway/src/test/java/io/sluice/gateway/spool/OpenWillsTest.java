package io.sluice.gateway.spool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.gateway.ledger.LedgerBook;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.Partitions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wills in the spool: after a crash those are found that were durable, and neither said nor called off. */
final class OpenWillsTest {
    private static final SpoolOptions OPTIONS = new SpoolOptions(2, 4_096, 16_384, 2_000);
    private static final DeviceId PUMP = DeviceId.of("plant", "pump");

    private final ManualClock clock = new ManualClock();
    private final MemoryFiles files = new MemoryFiles();
    private final LedgerBook book = new LedgerBook();

    private static final class Nobody implements CommitListener {
        @Override
        public void committed(List<Object> tokens) {}

        @Override
        public void failed(Throwable cause) {}
    }

    private Spool open() throws IOException {
        Spool spool = Spool.open(files, OPTIONS, SpoolObserver.NONE, book, clock, new Random(1));
        spool.onCommit(new Nobody());
        return spool;
    }

    private List<Will> foundAfterACrash() throws IOException {
        MemoryFiles left = files.afterCrash(new Random(2));
        return Spool.open(left, OPTIONS, SpoolObserver.NONE, new LedgerBook(), clock, new Random(1))
                .openWills();
    }

    private List<Long> idsAfterACrash() throws IOException {
        return foundAfterACrash().stream().map(Will::id).toList();
    }

    static Will will(long id) {
        return new Will(
                id, "mortal", PUMP, "telemetry/plant/pump", new byte[] {1, 2}, 2, "application/cbor", null, 250, false);
    }

    private static void write(Spool spool, SpoolEntry... entries) {
        for (SpoolEntry entry : entries) {
            assertTrue(spool.tryAppend(entry, entry));
            spool.step();
        }
    }

    @Test
    void aWillIsFoundAsItWasLeft() throws IOException {
        Spool spool = open();
        spool.tryAppend(new SpoolEntry.WillLeft(will(7)), "token");
        assertEquals(List.of(), spool.openWills(), "not durable yet");
        spool.step();
        Will found = foundAfterACrash().get(0);
        assertEquals(spool.openWills().get(0).id(), found.id());
        assertEquals("mortal", found.session());
        assertEquals(PUMP, found.device());
        assertEquals("telemetry/plant/pump", found.topic());
        assertArrayEquals(new byte[] {1, 2}, found.payload());
        assertEquals(2, found.qos());
        assertEquals("application/cbor", found.contentType());
        assertEquals(null, found.contentEncoding());
        assertEquals(250, found.delayMillis());
        assertFalse(found.isSaid());
    }

    @Test
    void oneThatWasCalledOffIsNot() throws IOException {
        Spool spool = open();
        write(spool, new SpoolEntry.WillLeft(will(7)), new SpoolEntry.WillLeft(will(8)));
        write(spool, new SpoolEntry.WillEnded(7));
        assertEquals(List.of(8L), idsAfterACrash());
        assertEquals(1, spool.openWills().size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void oneWhoseMessageIsDurableHasOnlyTheDeathLeftToSay(boolean isRefused) throws IOException {
        Spool spool = open();
        write(spool, new SpoolEntry.WillLeft(will(7)));
        SpoolEntry.Rejected refused = Entries.rejected(PUMP, "x");
        write(
                spool,
                isRefused
                        ? new SpoolEntry.Rejected(
                                refused.rejection(), refused.topic(), refused.payload(), refused.atMillis(), null, 7)
                        : new SpoolEntry.Messages(List.of(Entries.message(PUMP, "e1", 1)), null, 7));
        assertTrue(foundAfterACrash().get(0).isSaid());
        assertTrue(spool.openWills().get(0).isSaid());
        write(spool, new SpoolEntry.Death(PUMP, 7));
        assertEquals(List.of(), idsAfterACrash());
        assertEquals(List.of(), spool.openWills());
    }

    @Test
    void othersEndWithoutIt() throws IOException {
        Spool spool = open();
        write(spool, new SpoolEntry.WillLeft(will(7)), Entries.entry(PUMP, "e1", 1), new SpoolEntry.Death(PUMP, 0));
        assertEquals(List.of(7L), idsAfterACrash());
        assertFalse(foundAfterACrash().get(0).isSaid());
    }

    @Test
    void itOutlivesTheSegmentThatItWasLeftIn() throws IOException {
        Spool spool = open();
        SpoolKeeper keeper = spool.keeper(book, TimeUnit.SECONDS.toNanos(60));
        write(spool, new SpoolEntry.WillLeft(will(7)), new SpoolEntry.WillLeft(will(8)), new SpoolEntry.WillEnded(8));
        try (SpoolReader reader = spool.reader(SpoolPosition.of(0, SegmentHeader.BYTES))) {
            for (int i = 0; i < 400 && files.list().contains(SegmentHeader.nameOf(0)); i++) {
                write(spool, Entries.entry(PUMP, "e2", i + 1));
                long acked = 0;
                for (SpoolRecord record = reader.next(); record != null; record = reader.next()) {
                    acked = record.firstCounter() + record.count();
                }
                long[] counters = new long[OPTIONS.partitions()];
                counters[Partitions.of(PUMP, OPTIONS.partitions())] = acked;
                clock.pass(Duration.ofSeconds(10));
                spool.step();
                keeper.tick(clock.nanos(), new Mark(reader.position(), counters));
            }
        }
        assertFalse(files.list().contains(SegmentHeader.nameOf(0)), "the segment must have been deleted");
        assertEquals(List.of(7L), idsAfterACrash());
    }

    @Test
    void whereThereIsNoRoomItIsNotKept() {
        OpenWills wills = new OpenWills(2 * will(1).sizeBound());
        for (long id = 1; id <= 3; id++) {
            wills.durable(new SpoolEntry.WillLeft(will(id)));
        }
        assertEquals(List.of(1L, 2L), wills.all().stream().map(Will::id).toList());
        wills.durable(new SpoolEntry.WillEnded(1));
        wills.durable(new SpoolEntry.WillLeft(will(4)));
        assertEquals(List.of(2L, 4L), wills.all().stream().map(Will::id).toList());
    }
}
