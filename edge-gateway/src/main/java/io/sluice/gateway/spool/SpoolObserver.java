package io.sluice.gateway.spool;

import io.sluice.model.payload.rejection.RejectReason;

/** Told what the spool does, for metrics; on the writer thread, must not block. */
public interface SpoolObserver {
    SpoolObserver NONE = new SpoolObserver() {};

    default void forced(long nanos, long bytes) {}

    /** So many messages of one group became durable. */
    default void committed(int messages) {}

    /** A refused publish became durable. */
    default void rejected(RejectReason reason) {}
}
