package io.sluice.api.ledger;

import io.sluice.model.ledger.proto.SpoolAppended;
import io.sluice.model.ledger.proto.SpoolCommitted;

/**
 * One (spool, partition) and equation (a): what the gateway appended = what ingest classified + in flight, where in
 * flight is measured by counters. A counter that ingest never saw below its highest is a hole, and makes the equation
 * fail.
 */
final class SpoolRow {
    private SpoolAppended appended = SpoolAppended.getDefaultInstance();
    private SpoolCommitted committed = SpoolCommitted.getDefaultInstance();

    void apply(SpoolAppended fact) {
        appended = fact;
    }

    void apply(SpoolCommitted fact) {
        committed = fact;
    }

    /** The gateway's own fact may be older than what ingest has seen of it already. */
    long appended() {
        return Math.max(appended.getAppendPosition(), committed.getCommittedCounter());
    }

    long classified() {
        return committed.getClassified();
    }

    long committedCounter() {
        return committed.getCommittedCounter();
    }

    long inFlight() {
        return Math.max(0, appended.getAppendPosition() - committed.getCommittedCounter());
    }

    long residue() {
        long imbalance = appended() - classified() - inFlight();
        return Imbalance.of(imbalance, isComparable() ? appended.getAppendedXor() ^ committed.getClassifiedXor() : 0);
    }

    /** Both xors cover the same messages only where both facts stand at the same counter. */
    private boolean isComparable() {
        return appended.getAppendPosition() == committed.getCommittedCounter();
    }
}
