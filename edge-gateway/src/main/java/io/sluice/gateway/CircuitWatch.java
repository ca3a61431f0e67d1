package io.sluice.gateway;

import io.sluice.gateway.batch.CircuitState;
import io.sluice.kit.health.HealthState;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * For how long Kafka has acknowledged nothing that it is sent, and what it said last. The drain thread tells, any
 * thread may ask.
 */
final class CircuitWatch {
    /** A broker that is restarted is back by then. */
    static final Duration TOLD_AFTER = Duration.ofMinutes(1);

    private final LongSupplier nanos;
    private volatile @Nullable Long openedNanos;
    private volatile @Nullable Throwable cause;

    CircuitWatch(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** That a batch is tried anew does not end it, only that one is acknowledged. */
    void became(CircuitState state) {
        if (state == CircuitState.CLOSED) {
            openedNanos = null;
            cause = null;
        } else if (openedNanos == null) {
            openedNanos = nanos.getAsLong();
        }
    }

    void failed(Throwable why) {
        cause = why;
    }

    /** What Kafka said last, as text; it may as well have said nothing. */
    String cause() {
        Throwable why = cause;
        return why == null ? "no answer" : why.toString();
    }

    /** How long the circuit has not been closed; zero while it is. */
    Duration age() {
        Long opened = openedNanos;
        return opened == null ? Duration.ZERO : Duration.ofNanos(nanos.getAsLong() - opened);
    }

    /** Never down: the spool takes what comes. */
    HealthState health() {
        Duration age = age();
        return age.compareTo(TOLD_AFTER) < 0
                ? HealthState.up()
                : HealthState.upBut("Kafka has acknowledged nothing for " + age.toMinutes() + " min: " + cause());
    }
}
