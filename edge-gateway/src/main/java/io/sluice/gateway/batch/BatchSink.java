package io.sluice.gateway.batch;

/** Where batches go. Called by the drain thread only. */
public interface BatchSink {

    /**
     * Hands a batch on; batches of one partition arrive in the order they were taken.
     *
     * @return false where nothing can be taken now: the same batch is offered again later
     */
    boolean trySend(int partition, byte[] batch, Outcome outcome);

    /** After a failure: gives up everything in flight, and begins anew. */
    void restart();

    /** Told once for each batch taken, on any thread; must not block. */
    interface Outcome {
        void acked();

        /** The sink has to be restarted; what became of the batch is unknown. */
        void failed(Throwable cause);
    }
}
