package io.sluice.gateway.spool;

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

/** A spool of small segments in memory, written step by step, and what the next life finds of it. */
final class SmallSpool {
    private static final SpoolOptions OPTIONS = new SpoolOptions(2, 4_096, 16_384, 2_000);

    final ManualClock clock = new ManualClock();
    final MemoryFiles files = new MemoryFiles();
    private LedgerBook book = new LedgerBook();

    private static final class Nobody implements CommitListener {
        @Override
        public void committed(List<Object> tokens) {}

        @Override
        public void failed(Throwable cause) {}
    }

    Spool open() throws IOException {
        book = new LedgerBook();
        Spool spool = Spool.open(files, OPTIONS, SpoolObserver.NONE, book, clock, new Random(1));
        spool.onCommit(new Nobody());
        return spool;
    }

    SpoolKeeper keeper(Spool spool, long keepSeconds) {
        return spool.keeper(book, TimeUnit.SECONDS.toNanos(keepSeconds));
    }

    Spool afterACrash() throws IOException {
        MemoryFiles left = files.afterCrash(new Random(2));
        return Spool.open(left, OPTIONS, SpoolObserver.NONE, new LedgerBook(), clock, new Random(1));
    }

    static void write(Spool spool, SpoolEntry... entries) {
        for (SpoolEntry entry : entries) {
            assertTrue(spool.tryAppend(entry, entry));
            spool.step();
        }
    }

    /** The device says so much, and all is drained, that what was written first is deleted. */
    void outliveFirstSegment(Spool spool, DeviceId device) throws IOException {
        SpoolKeeper keeper = keeper(spool, 60);
        try (SpoolReader reader = spool.reader(SpoolPosition.of(0, SegmentHeader.BYTES))) {
            for (int i = 0; i < 400 && files.list().contains(SegmentHeader.nameOf(0)); i++) {
                write(spool, Entries.entry(device, "e2", i + 1));
                long acked = 0;
                for (SpoolRecord record = reader.next(); record != null; record = reader.next()) {
                    acked = record.firstCounter() + record.count();
                }
                long[] counters = new long[OPTIONS.partitions()];
                counters[Partitions.of(device, OPTIONS.partitions())] = acked;
                clock.pass(Duration.ofSeconds(10));
                spool.step();
                keeper.tick(clock.nanos(), new Mark(reader.position(), counters));
            }
        }
        assertFalse(files.list().contains(SegmentHeader.nameOf(0)), "the segment must have been deleted");
    }
}
