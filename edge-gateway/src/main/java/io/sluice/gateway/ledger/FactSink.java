package io.sluice.gateway.ledger;

import io.sluice.model.ledger.proto.LedgerRecord;

/** Takes a ledger's facts from the spool's writer thread; must not block. */
public interface FactSink {
    void fact(LedgerRecord fact);

    /** The facts so far cover every record of the spool before the position, at least. */
    void covered(long position);
}
