package io.sluice.gateway;

import io.sluice.gateway.batch.SpoolDrain;
import io.sluice.gateway.kafka.KafkaSink;
import io.sluice.gateway.kafka.LedgerPublisher;
import io.sluice.gateway.ledger.LedgerBook;
import io.sluice.gateway.spool.SpoolKeeper;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that saves marks and checkpoints, removes drained segments and publishes the ledger. */
final class SpoolUpkeep {
    private static final Logger log = LoggerFactory.getLogger(SpoolUpkeep.class);
    private static final long PERIOD_MILLIS = 250;
    private static final int PERIODS_A_TICK = 4;

    private final SpoolKeeper keeper;
    private final SpoolDrain drain;
    private final LedgerBook book;
    private final KafkaSink sink;
    private final LedgerPublisher publisher;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "spool-keeper"));
    private volatile @Nullable String fault;
    private int periods;

    SpoolUpkeep(SpoolKeeper keeper, SpoolDrain drain, LedgerBook book, KafkaSink sink, LedgerPublisher publisher) {
        this.keeper = keeper;
        this.drain = drain;
        this.book = book;
        this.sink = sink;
        this.publisher = publisher;
    }

    void start() {
        thread.scheduleWithFixedDelay(this::run, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void run() {
        try {
            book.absorb();
            sink.connect();
            publisher.publish();
            if (++periods % PERIODS_A_TICK == 0) {
                keeper.tick(drain.mark());
            }
            fault = null;
        } catch (IOException | RuntimeException | Error e) {
            report(e); // thrown on, it would end the schedule, and nobody would hear of it
        }
    }

    /** Files are written anew each time, so that it is right to go on; the spool only grows meanwhile. */
    private void report(Throwable e) {
        String reason = "the spool's small files cannot be kept: " + e;
        if (!reason.equals(fault)) {
            log.atError().setCause(e).log("the spool's small files cannot be kept");
        }
        fault = reason;
    }

    /** What went wrong the last time, null where nothing did. */
    @Nullable
    String fault() {
        return fault;
    }

    /** After spool and drain have ended: saves and publishes their last word. */
    void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
            keeper.close(drain.mark());
            publisher.publish();
        } catch (IOException | RuntimeException | Error e) {
            report(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
