package io.sluice.gateway.batch;

import io.sluice.gateway.ledger.LedgerBook;
import io.sluice.gateway.mqtt.SimulatedFront;
import io.sluice.gateway.spool.ManualClock;
import io.sluice.gateway.spool.Mark;
import io.sluice.gateway.spool.MemoryFiles;
import io.sluice.gateway.spool.Spool;
import io.sluice.gateway.spool.SpoolKeeper;
import io.sluice.gateway.spool.SpoolObserver;
import io.sluice.gateway.spool.SpoolOptions;
import io.sluice.model.ledger.LedgerKey;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** One process of the gateway, from its start to its end: the parts that {@code EdgeGateway} wires, without threads. */
final class SimulatedLife {
    private static final SpoolOptions OPTIONS = new SpoolOptions(SimulatedGateway.PARTITIONS, 4_096, 13_000, 2_500);
    private static final DrainOptions DRAIN =
            new DrainOptions(12, 1_500, Duration.ofMillis(10), Duration.ofMillis(250), 40);
    private static final long KEEP_NANOS = Duration.ofSeconds(60).toNanos();

    private final MemoryFiles files;
    private final ManualClock clock;
    private final LedgerBook book = new LedgerBook();
    private final Spool spool;
    private final SimulatedFront front;
    private final Drain drain;
    private final SpoolKeeper keeper;

    SimulatedLife(MemoryFiles files, ManualClock clock, UnreliableKafka kafka, RandomGenerator random)
            throws IOException {
        this.files = files;
        this.clock = clock;
        spool = Spool.open(files, OPTIONS, SpoolObserver.NONE, book, clock, random);
        front = new SimulatedFront(spool, clock.asClock());
        drain = new Drain(spool, kafka, kafka, DRAIN, BatchObserver.NONE, () -> {});
        keeper = spool.keeper(book, KEEP_NANOS);
    }

    SimulatedFront front() {
        return front;
    }

    String spoolId() {
        return spool.id();
    }

    /** A poisoned spool is restarted. */
    boolean isWell() {
        return spool.failure() == null;
    }

    boolean isDrained() {
        return drain.isDrained();
    }

    /** Whether nobody is to be said lost any more who never comes back. */
    boolean hasBuried() {
        return spool.openWills().stream().noneMatch(will -> SimulatedMortals.isOne(will.session()));
    }

    Mark mark() {
        return drain.mark();
    }

    void write() {
        if (isWell() && spool.step() && spool.failure() instanceof MemoryFiles.Crash crash) {
            throw crash;
        }
    }

    void drain() throws IOException {
        drain.step(clock.nanos());
    }

    void pass(Duration time) {
        clock.pass(time);
        front.run(time);
    }

    /** As {@code SpoolUpkeep} does: where a small file cannot be written, the next time will do. */
    void keep() {
        try {
            keeper.tick(drain.mark());
        } catch (IOException e) {
            return;
        }
        if (files.totalBytes() > OPTIONS.capBytes() + 8_192) {
            throw new AssertionError("files must stay under the cap, took " + files.totalBytes());
        }
    }

    void flush() {
        drain.flush();
    }

    /** After everything that was taken is durable and drained. */
    void stop() throws IOException {
        spool.close();
        if (spool.failure() instanceof MemoryFiles.Crash crash) {
            throw crash;
        }
        keeper.close(drain.mark());
    }

    /** Key to terms, as the spool itself would tell the world. */
    Map<String, String> ledger() {
        Map<String, String> terms = new TreeMap<>();
        book.facts().forEach(fact -> terms.put(LedgerKey.of(fact), Arrived.terms(fact)));
        return terms;
    }
}
