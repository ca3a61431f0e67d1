package io.sluice.gateway.spool;

import io.sluice.gateway.ledger.LedgerBook;
import java.io.IOException;
import java.util.ArrayDeque;

/**
 * Remembers how far the spool is drained, and removes what nobody can need again: a segment goes once all marks have
 * been past it for a while (a broker that acknowledged from its page cache may lose it) and a checkpoint of the ledger
 * covers it. Thread-safe: the last tick may be under way when it is closed.
 */
public final class SpoolKeeper {
    private static final long CHECKPOINT_EVERY_SEGMENTS = 4;

    private final Spool spool;
    private final SegmentStore store;
    private final SpoolState state;
    private final LedgerBook book;
    private final SpoolClock clock;
    private final long keepNanos;
    private final ArrayDeque<SpoolState.Dated> history = new ArrayDeque<>();
    private SpoolState.Marks saved;
    private long checkpointPosition;

    SpoolKeeper(
            Spool spool,
            SegmentStore store,
            SpoolState state,
            LedgerBook book,
            SpoolClock clock,
            SpoolRecovery.Recovered recovered,
            long keepNanos) {
        this.spool = spool;
        this.store = store;
        this.state = state;
        this.book = book;
        this.clock = clock;
        this.keepNanos = keepNanos;
        this.checkpointPosition = recovered.checkpointPosition();
        this.saved = recovered.marks();
        if (!saved.boot().isEmpty()) {
            history.add(saved.next());
            history.add(saved.current());
        }
    }

    public synchronized void tick(Mark current) throws IOException {
        book.absorb();
        save(current);
        deleteDrained();
        if (SpoolPosition.offset(spool.durablePosition()) > store.segmentBytes() / 2) {
            store.prepareSpare();
        }
    }

    private void save(Mark current) throws IOException {
        if (history.isEmpty() || !history.getLast().mark().equals(current)) {
            history.add(new SpoolState.Dated(current, clock.nanos()));
        }
        Mark safe = safe();
        // Where a force has failed here, Kafka's page cache may be gone as well, if it is on the same disk.
        String boot = spool.failure() == null ? clock.boot() : "";
        SpoolState.Marks marks = new SpoolState.Marks(history.getLast(), safe, history.getFirst(), boot);
        if (!marks.equals(saved)) {
            state.save(marks);
            saved = marks;
        }
    }

    private Mark safe() {
        Mark safe = saved.safe();
        while (clock.nanos() - history.getFirst().ageNanos() >= keepNanos) {
            safe = history.getFirst().mark();
            if (history.size() == 1) {
                return safe;
            }
            history.removeFirst();
        }
        return safe;
    }

    private void deleteDrained() throws IOException {
        long safePosition = saved.safe().position();
        boolean isSomethingDrained = store.firstSegment() < SpoolPosition.segment(safePosition);
        if (isCheckpointDue(isSomethingDrained, safePosition)) {
            checkpoint();
        }
        long deletable = Math.min(safePosition, checkpointPosition);
        if (isSomethingDrained && deletable >= 0 && store.deleteBefore(deletable) > 0) {
            spool.nudge();
        }
    }

    private boolean isCheckpointDue(boolean isSomethingDrained, long safePosition) {
        long covered = book.coveredPosition();
        if (covered <= checkpointPosition) {
            return false;
        }
        long uncovered = SpoolPosition.segment(covered) - SpoolPosition.segment(Math.max(0, checkpointPosition));
        boolean isHoldingUp =
                isSomethingDrained && SpoolPosition.segment(checkpointPosition) < SpoolPosition.segment(safePosition);
        return checkpointPosition < 0 || isHoldingUp || uncovered >= CHECKPOINT_EVERY_SEGMENTS;
    }

    private void checkpoint() throws IOException {
        // First: they must be no older than the checkpoint, behind which records are replayed, and may be younger.
        state.saveExchanges(spool.keptExchanges());
        state.saveWills(spool.openWills());
        state.saveCheckpoint(book.coveredPosition(), book.facts());
        checkpointPosition = book.coveredPosition();
    }

    /** After the spool was closed and the drain has ended. */
    public synchronized void close(Mark last) throws IOException {
        book.absorb();
        if (spool.failure() == null && book.coveredPosition() > checkpointPosition) {
            checkpoint();
        }
        save(last);
    }
}
