package io.sluice.gateway.batch;

import io.sluice.gateway.spool.Mark;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sends batches to the sink in the order in which they were sealed, as far as the {@link Circuit} lets it, and follows
 * each until it is acknowledged. What the sink does not take waits in the outbox; after a failed send all is given up
 * and the sink is begun anew. Belongs to the drain thread, but for the outcomes, which come on the sink's threads.
 */
final class BatchSender {
    /** The longest wait that no due time ends. */
    static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final BatchSink sink;
    private final long inFlightBytes;
    private final BatchObserver observer;
    private final Runnable wake;
    private final AckTracker tracker;
    private final Circuit circuit;
    private final ArrayDeque<Sealed> outbox = new ArrayDeque<>();
    private CircuitState toldState = CircuitState.CLOSED;
    private @Nullable Throwable seenFailure;

    /**
     * @param inFlightBytes what may wait for acknowledgement before {@link #send} says to wait
     * @param wake called on any thread when an outcome has come
     */
    BatchSender(
            BatchSink sink,
            Mark start,
            long inFlightBytes,
            BatchObserver observer,
            RandomGenerator random,
            Runnable wake) {
        this.sink = sink;
        this.inFlightBytes = inFlightBytes;
        this.observer = observer;
        this.wake = wake;
        this.tracker = new AckTracker(start.acked());
        this.circuit = new Circuit(random);
    }

    /** Takes in what the sink has said since. */
    void look(long nowNanos) {
        circuit.look(nowNanos);
        Throwable failure = tracker.failure();
        if (failure != null && !failure.equals(seenFailure)) {
            seenFailure = failure;
            observer.failed(failure);
            circuit.failed(nowNanos);
        }
    }

    /** Whether a batch was lost on its way, as of the last look: everything in flight has to be read again. */
    boolean hasFailed() {
        return seenFailure != null;
    }

    /** For how long nothing is to be tried. */
    long waitNanos(long nowNanos) {
        return circuit.waitNanos(nowNanos);
    }

    void add(AckTracker.Flight flight, byte[] bytes) {
        tracker.add(flight);
        outbox.add(new Sealed(flight, bytes));
    }

    /** @return nanoseconds to wait before more is read; 0 where everything was taken, and not too much is in flight */
    long send(long nowNanos) {
        for (Sealed next = outbox.peek(); next != null; next = outbox.peek()) {
            if (!circuit.maySend()) {
                return IDLE_NANOS;
            }
            if (!sink.trySend(next.flight.partition, next.bytes, new Told(next.flight, System.nanoTime()))) {
                circuit.refused(nowNanos);
                return circuit.waitNanos(nowNanos);
            }
            circuit.sent();
            outbox.remove();
        }
        return tracker.bytes() >= inFlightBytes ? IDLE_NANOS : 0;
    }

    void tellState() {
        if (circuit.state() != toldState) {
            toldState = circuit.state();
            observer.circuit(toldState);
        }
    }

    /**
     * Begins the sink anew. What it still acknowledges while it gives up moves the mark: to be asked for after this.
     */
    void restart(long nowNanos) {
        sink.restart();
        circuit.restarted(nowNanos);
    }

    /** Forgets everything sent or sealed: it will be read again from the mark. */
    void giveUp() {
        tracker.reset();
        outbox.clear();
        seenFailure = null;
    }

    /** The partition's first batch that is not acknowledged, sent or not. */
    AckTracker.@Nullable Flight first(int partition) {
        return tracker.first(partition);
    }

    /** Per partition, the counter below which all is acknowledged. */
    long[] ackedCounters() {
        return tracker.ackedCounters();
    }

    /** Whether everything sealed was taken. */
    boolean isOutboxEmpty() {
        return outbox.isEmpty();
    }

    /** Whether everything sealed is acknowledged. */
    boolean isDone() {
        return outbox.isEmpty() && tracker.isEmpty();
    }

    private record Sealed(AckTracker.Flight flight, byte[] bytes) {}

    /** The way back from the sink, on its threads. */
    private final class Told implements BatchSink.Outcome {
        private final AckTracker.Flight flight;
        private final long sentNanos;

        private Told(AckTracker.Flight flight, long sentNanos) {
            this.flight = flight;
            this.sentNanos = sentNanos;
        }

        @Override
        public void acked() {
            tracker.acked(flight);
            circuit.acked();
            observer.acked(System.nanoTime() - sentNanos);
            wake.run();
        }

        @Override
        public void failed(Throwable cause) {
            tracker.failed(flight, cause);
            wake.run();
        }
    }
}
