package io.sluice.gateway.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which batches wait for Kafka, and up to which counter each partition is acknowledged without a gap. The drain adds,
 * the sink's threads acknowledge; one lock, taken a few times a batch.
 */
final class AckTracker {
    private final List<ArrayDeque<Flight>> flights = new ArrayList<>();
    private final long[] acked;
    private long bytes;
    private @Nullable Throwable failure;

    AckTracker(long[] acked) {
        this.acked = acked.clone();
        for (int p = 0; p < acked.length; p++) {
            flights.add(new ArrayDeque<>());
        }
    }

    /** One batch on its way; the counters before {@code endCounter} are in it or in an earlier one. */
    static final class Flight {
        final int partition;
        final long firstPosition;
        final long firstMillis;
        final long endCounter;
        final int bytes;
        private boolean isAcked;

        Flight(int partition, long firstPosition, long firstMillis, long endCounter, int bytes) {
            this.partition = partition;
            this.firstPosition = firstPosition;
            this.firstMillis = firstMillis;
            this.endCounter = endCounter;
            this.bytes = bytes;
        }
    }

    synchronized void add(Flight flight) {
        flights.get(flight.partition).add(flight);
        bytes += flight.bytes;
    }

    /** Does nothing for a flight that was given up by {@link #reset}: its queue no longer holds it. */
    synchronized void acked(Flight flight) {
        flight.isAcked = true;
        ArrayDeque<Flight> queue = flights.get(flight.partition);
        for (Flight head = queue.peek(); head != null && head.isAcked; head = queue.peek()) {
            acked[head.partition] = head.endCounter;
            bytes -= head.bytes;
            queue.remove();
        }
    }

    synchronized void failed(Flight flight, Throwable cause) {
        if (failure == null && flights.get(flight.partition).contains(flight)) {
            failure = cause;
        }
    }

    synchronized @Nullable Throwable failure() {
        return failure;
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized boolean isEmpty() {
        return flights.stream().allMatch(ArrayDeque::isEmpty);
    }

    synchronized long[] ackedCounters() {
        return acked.clone();
    }

    /** The partition's first batch that is not acknowledged. */
    synchronized @Nullable Flight first(int partition) {
        return flights.get(partition).peek();
    }

    /** Gives up what is in flight: it will be read again from the mark. */
    synchronized void reset() {
        flights.forEach(ArrayDeque::clear);
        bytes = 0;
        failure = null;
    }
}
