package io.sluice.gateway.spool;

import io.sluice.gateway.ledger.LedgerBook;
import java.io.IOException;
import java.util.ArrayDeque;

/**
 * Remembers how far the spool is drained, and removes what nobody can need again: a segment goes once all marks have
 * been past it for a while (a broker that acknowledged from its page cache may lose it) and a checkpoint of the ledger
 * covers it. Belongs to one thread.
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
        if (saved.next() != null) {
            history.add(saved.next());
        }
    }

    public void tick(Mark current) throws IOException {
        book.absorb();
        save(current);
        deleteDrained();
        if (SpoolPosition.offset(spool.durablePosition()) > store.segmentBytes() / 2) {
            store.prepareSpare();
        }
    }

    private void save(Mark current) throws IOException {
        long ageNanos = clock.boot().ageNanos(clock.nanos());
        if (history.isEmpty() || !history.getLast().mark().equals(current)) {
            history.add(new SpoolState.Dated(current, clock.boot().id(), ageNanos));
        }
        SpoolState.Marks marks = new SpoolState.Marks(current, safe(ageNanos), history.getFirst());
        if (!marks.equals(saved)) {
            state.save(marks);
            saved = marks;
        }
    }

    private Mark safe(long ageNanos) {
        Mark safe = saved.safe();
        while (ageNanos - history.getFirst().ageNanos() >= keepNanos) {
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
    public void close(Mark last) throws IOException {
        book.absorb();
        if (spool.failure() == null && book.coveredPosition() > checkpointPosition) {
            checkpoint();
        }
        save(last);
    }
}
