package io.sluice.gateway.spool;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.gateway.ledger.LedgerBook;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.Partitions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A spool of small segments in memory, written step by step, and what the next life finds of it. */
final class SmallSpool {
    static final SpoolOptions OPTIONS = new SpoolOptions(2, 4_096, 16_384, 2_000);

    final ManualClock clock = new ManualClock();
    final List<Object> committed = new ArrayList<>();
    MemoryFiles files = new MemoryFiles();

    @Nullable
    Throwable failure;

    private LedgerBook book = new LedgerBook();

    private final class Told implements CommitListener {
        @Override
        public void committed(List<Object> tokens) {
            committed.addAll(tokens);
        }

        @Override
        public void failed(Throwable cause) {
            failure = cause;
        }
    }

    Spool open() throws IOException {
        return open(1);
    }

    /** @param start seed of what the start leaves to chance */
    Spool open(long start) throws IOException {
        book = new LedgerBook();
        Spool spool = Spool.open(files, OPTIONS, SpoolObserver.NONE, book, clock, new Random(start));
        spool.onCommit(new Told());
        return spool;
    }

    /** Before which all is in the facts that were told. */
    long coveredPosition() {
        book.absorb();
        return book.coveredPosition();
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

    /** Each seq a message in a group of its own, and its token. */
    static void write(Spool spool, DeviceId device, long... seqs) {
        for (long seq : seqs) {
            assertTrue(spool.tryAppend(Entries.entry(device, "e1", seq), seq));
            spool.step();
        }
    }

    static List<Long> seqsIn(Spool spool) throws IOException {
        List<Long> seqs = new ArrayList<>();
        try (SpoolReader reader = spool.reader(SpoolPosition.of(0, SegmentHeader.BYTES))) {
            for (SpoolRecord record = reader.next(); record != null; record = reader.next()) {
                ((SpoolRecord.Messages) record).messages().forEach(message -> seqs.add(message.seq()));
            }
        }
        return seqs;
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
                keeper.tick(new Mark(reader.position(), counters));
            }
        }
        assertFalse(files.list().contains(SegmentHeader.nameOf(0)), "the segment must have been deleted");
    }
}
