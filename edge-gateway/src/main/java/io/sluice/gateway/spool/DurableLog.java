package io.sluice.gateway.spool;

import java.util.List;

/** Where publishes become durable. Thread-safe; never blocks. */
public interface DurableLog {

    /**
     * Takes an entry; its token comes back through the {@link CommitListener} once the entry is durable.
     *
     * @return false where the log is full, failed or closed: nothing was taken, and the caller pauses reading until
     *     {@link #onResume}
     */
    boolean tryAppend(SpoolEntry entry, Object token);

    /**
     * The exchanges of QoS 2 that were open when the log was found at start, and those since; and the latest of QoS 1
     * before the start, whose PUBACKs may have been lost.
     */
    List<Exchange> openExchanges();

    /** Whether a session has anything of QoS 2 open, as far as the log is durable. */
    boolean hasOpenExchange(String session);

    /** The wills that were neither said nor called off when the log was found at start, and those since. */
    List<Will> openWills();

    /** Set once, before the log starts. */
    void onCommit(CommitListener listener);

    /** Whether an append now would probably be taken; a no counts as a refusal. */
    boolean isAccepting();

    /** Runs after a refusal when appends are taken again, on a thread of the log; must not block. */
    void onResume(Runnable listener);
}
