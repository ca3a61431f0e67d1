package io.sluice.gateway.batch;

/** Whether batches go to Kafka. */
public enum CircuitState {
    CLOSED,
    /** After a failure: one batch is on its way to see. */
    HALF_OPEN,
    /** Nothing is sent: it failed, takes nothing, or does not answer. */
    OPEN
}
