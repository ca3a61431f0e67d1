package io.sluice.gateway.ledger;

import io.sluice.model.ledger.proto.LedgerRecord;

/** Takes a ledger's facts from the spool's writer thread; must not block. */
public interface FactSink {
    void fact(LedgerRecord fact);

    /** One that may have been told before the start, and can wait for those that were not. */
    void factAgain(LedgerRecord fact);

    /** The facts so far cover every record of the spool before the position, at least. */
    void covered(long position);
}
