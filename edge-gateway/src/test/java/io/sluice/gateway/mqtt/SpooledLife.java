package io.sluice.gateway.mqtt;

import io.sluice.gateway.ledger.LedgerBook;
import io.sluice.gateway.spool.ManualClock;
import io.sluice.gateway.spool.Mark;
import io.sluice.gateway.spool.MemoryFiles;
import io.sluice.gateway.spool.Spool;
import io.sluice.gateway.spool.SpoolKeeper;
import io.sluice.gateway.spool.SpoolObserver;
import io.sluice.gateway.spool.SpoolOptions;
import io.sluice.gateway.spool.SpoolReader;
import io.sluice.gateway.spool.SpoolRecord;
import io.sluice.gateway.spool.Will;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** One process of the gateway: its front over a small spool, from which everything is read at once, without threads. */
final class SpooledLife {
    private static final SpoolOptions OPTIONS = new SpoolOptions(2, 4_096, 13_000, 2_500);
    private static final long KEEP_NANOS = Duration.ofSeconds(60).toNanos();

    private final ManualClock clock;
    private final Spool spool;
    private final SpoolKeeper keeper;
    private final SpoolReader reader;
    private final long[] acked;
    private final SimulatedFront front;

    /**
     * @param watcher of what the front says in the spool
     * @param found gets the wills that a life before has left
     */
    SpooledLife(
            MemoryFiles files,
            ManualClock clock,
            RandomGenerator random,
            WatchedLog.Watcher watcher,
            Consumer<List<Will>> found)
            throws IOException {
        this.clock = clock;
        LedgerBook book = new LedgerBook();
        spool = Spool.open(files, OPTIONS, SpoolObserver.NONE, book, clock, random);
        keeper = spool.keeper(book, KEEP_NANOS);
        reader = spool.reader(spool.startMark().position());
        acked = spool.startMark().acked();
        found.accept(spool.openWills());
        front = new SimulatedFront(new WatchedLog(spool, watcher), clock.asClock());
    }

    SimulatedFront front() {
        return front;
    }

    /** A poisoned spool is restarted. */
    boolean isWell() {
        return spool.failure() == null;
    }

    void write() {
        if (isWell() && spool.step()) {
            endsWhereItCrashed();
        }
    }

    private void endsWhereItCrashed() {
        if (spool.failure() instanceof MemoryFiles.Crash crash) {
            throw crash;
        }
    }

    /**
     * What is durable since the last time.
     *
     * @param position before which it is known from a life before
     * @return behind it
     */
    long read(long position, Consumer<SpoolRecord> then) throws IOException {
        for (SpoolRecord record = reader.next(); record != null; record = reader.next()) {
            acked[record.partition()] = record.firstCounter() + record.count();
            if (reader.recordPosition() >= position) {
                then.accept(record);
            }
        }
        return Math.max(position, reader.position());
    }

    /** As {@code SpoolUpkeep} does: where a small file cannot be written, the next time will do. */
    void keep() {
        try {
            keeper.tick(mark());
        } catch (IOException e) {
            return;
        }
    }

    private Mark mark() {
        return new Mark(reader.position(), acked);
    }

    /** Makes durable what was taken; the caller reads it then. */
    void stop() {
        spool.close();
        endsWhereItCrashed();
    }

    void leave() {
        try {
            keeper.close(mark());
        } catch (IOException e) {
            return; // more is read again by the next life
        }
    }
}
