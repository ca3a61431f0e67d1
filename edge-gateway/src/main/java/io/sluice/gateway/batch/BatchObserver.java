package io.sluice.gateway.batch;

/** Told what the drain does, for metrics; must not block. */
public interface BatchObserver {
    BatchObserver NONE = new BatchObserver() {};

    default void sealed(int messages, int readings, int bytes) {}

    default void acked(long nanos) {}

    default void failed(Throwable cause) {}

    default void circuit(CircuitState state) {}
}
