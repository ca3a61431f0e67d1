package io.sluice.gateway.spool;

import io.sluice.gateway.ledger.FactSink;
import io.sluice.gateway.ledger.SpoolLedger;
import io.sluice.model.ledger.proto.LedgerRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Hands the ledger's changed facts on, each second, in portions so small that no acknowledgement waits for them. After
 * a start half of a portion are rows that are only said again. A partition's position says that all before it was told
 * in its row, so it comes behind the rows. Runs on the writer thread between groups, when all that is counted is
 * durable.
 */
final class FactCycle {
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int PORTION = 1_000;

    private final SpoolLedger ledger;
    private final FactSink sink;
    private final SpoolClock clock;
    private long nextNanos;
    private boolean isRunning;
    private int rowsLeft;
    /** Whether all rows are told when what is running ends: one that is only said again may hold what was replayed. */
    private boolean isWhole;

    /** As they were at the start of what is running; none where it is not whole. */
    private final List<LedgerRecord> startPartitions = new ArrayList<>();

    private long startPosition;
    private long coveredPosition = -1;

    FactCycle(SpoolLedger ledger, FactSink sink, SpoolClock clock) {
        this.ledger = ledger;
        this.sink = sink;
        this.clock = clock;
        this.nextNanos = clock.nanos();
    }

    /**
     * @param durablePosition behind everything that the ledger counts
     * @return whether there is more to do at once
     */
    boolean step(long durablePosition) {
        long nowNanos = clock.nanos();
        if (!isRunning && nowNanos - nextNanos >= 0 && durablePosition != coveredPosition) {
            begin(nowNanos, durablePosition);
        }
        boolean hasUnsaid = ledger.hasUnsaidRows();
        int share = hasUnsaid ? PORTION / 2 : PORTION;
        if (isRunning) {
            portion(Math.min(rowsLeft, share));
        }
        ledger.unsaidFacts(clock.wallMillis(), share, sink::factAgain);
        if (hasUnsaid && !ledger.hasUnsaidRows()) {
            nextNanos = nowNanos; // nothing was covered before
        }
        return isRunning || hasUnsaid;
    }

    /** Everything at once, at the end. */
    void finish(long durablePosition) {
        ledger.unsaidFacts(clock.wallMillis(), Integer.MAX_VALUE, sink::factAgain);
        begin(nextNanos, durablePosition);
        portion(rowsLeft);
    }

    private void begin(long nowNanos, long durablePosition) {
        isRunning = true;
        nextNanos = nowNanos + PERIOD_NANOS;
        startPosition = durablePosition;
        rowsLeft = ledger.changedRows();
        isWhole = !ledger.hasUnsaidRows();
        if (isWhole) {
            ledger.partitionFacts(clock.wallMillis(), startPartitions::add);
        }
    }

    private void portion(int rows) {
        ledger.deviceFacts(clock.wallMillis(), rows, sink::fact);
        rowsLeft -= rows;
        if (rowsLeft == 0) {
            isRunning = false;
            if (isWhole) {
                startPartitions.forEach(sink::fact);
                startPartitions.clear();
                coveredPosition = startPosition;
                sink.covered(startPosition);
            }
        }
    }
}
