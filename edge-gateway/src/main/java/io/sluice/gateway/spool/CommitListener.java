package io.sluice.gateway.spool;

import java.util.List;

/** Told on the spool's writer thread; must not block. */
public interface CommitListener {

    /** The entries of these tokens are durable, in append order. */
    void committed(List<Object> tokens);

    /** The spool is poisoned: nothing that is not yet committed ever will be. Told once. */
    void failed(Throwable cause);
}
