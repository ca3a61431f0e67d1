package io.sluice.api.ledger;

import io.sluice.model.ledger.proto.SpoolAppended;
import io.sluice.model.ledger.proto.SpoolCommitted;

/**
 * One (spool, partition) and equation (a): what the gateway appended = what ingest classified + in flight, where in
 * flight is measured by counters. A counter that ingest never saw below its highest is a hole, and makes the equation
 * fail.
 */
final class SpoolRow {
    private final String spool;
    private final int partition;
    private boolean hasFacts;
    private SpoolAppended appended = SpoolAppended.getDefaultInstance();
    private SpoolCommitted committed = SpoolCommitted.getDefaultInstance();
    private long committedMillis;
    /**
     * Of earlier facts two that lie the time apart in which facts of one transaction come: the older one has settled.
     */
    private long settledCounter;

    private long settlingCounter;
    private long settlingMillis;

    SpoolRow(String spool, int partition) {
        this.spool = spool;
        this.partition = partition;
    }

    String spool() {
        return spool;
    }

    int partition() {
        return partition;
    }

    /** Whether anyone has said something of it; rows of devices may only have named it. */
    boolean hasFacts() {
        return hasFacts;
    }

    void apply(SpoolAppended fact) {
        hasFacts = true;
        appended = fact;
    }

    void apply(SpoolCommitted fact, long nowMillis) {
        hasFacts = true;
        committed = fact;
        committedMillis = nowMillis;
        if (hasSettled(settlingMillis, nowMillis)) {
            settledCounter = settlingCounter;
            settlingCounter = fact.getCommittedCounter();
            settlingMillis = nowMillis;
        }
    }

    /** The gateway's own fact may be older than what ingest has seen of it already. */
    long appended() {
        return Math.max(appended.getAppendPosition(), committed.getCommittedCounter());
    }

    /** Whether the gateway has told of all that ingest has seen of it. One that is down has not. */
    boolean isAnnounced() {
        return appended.getAppendPosition() >= committed.getCommittedCounter();
    }

    long classified() {
        return committed.getClassified();
    }

    long committedCounter() {
        return committed.getCommittedCounter();
    }

    /**
     * As {@link #committedCounter}, of a fact that came so long ago that the rows of its transaction have come, too.
     */
    long settledCounter(long nowMillis) {
        if (hasSettled(committedMillis, nowMillis)) {
            return committedCounter();
        }
        return hasSettled(settlingMillis, nowMillis) ? settlingCounter : settledCounter;
    }

    private static boolean hasSettled(long sinceMillis, long nowMillis) {
        return Math.abs(nowMillis - sinceMillis) >= LedgerBook.DEVICE_SETTLE_MILLIS;
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
