package io.sluice.gateway.bridge;

import io.sluice.gateway.spool.CommitListener;
import io.sluice.gateway.spool.DurableLog;
import io.sluice.gateway.spool.SpoolEntry;
import io.sluice.model.payload.Decoded;
import io.sluice.model.payload.PayloadDecoder;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Brings the broker's messages into the durable log, in the order in which they came, and has each acknowledged once it
 * is durable. What cannot be accepted becomes durable as a dead letter and is acknowledged too: the broker would
 * deliver it for ever.
 *
 * <p>Where the log has no room messages wait here. Those that want an answer are bounded by the receive maximum, since
 * the broker sends no more before it is answered; those that want none are dropped. Thread-safe.
 */
final class BridgeIntake {
    private final DurableLog log;
    private final PayloadDecoder decoder;
    private final Clock clock;
    private final BridgeMeters meters;
    private final ArrayDeque<Decided> waiting = new ArrayDeque<>();
    private boolean isOpen = true;
    private int unanswered;

    private record Decided(SpoolEntry entry, Arrival arrival) {}

    /** @param answers where acknowledgements are sent, so that the log's thread does not wait for a socket */
    BridgeIntake(DurableLog log, PayloadDecoder decoder, Clock clock, BridgeMeters meters, Executor answers) {
        this.log = log;
        this.decoder = decoder;
        this.clock = clock;
        this.meters = meters;
        log.onCommit(new Answers(answers));
        log.onResume(this::resume);
    }

    void arrived(Arrival arrival) {
        SpoolEntry entry = decide(arrival);
        synchronized (this) {
            if (!isOpen || (arrival.qos() > 0 && !arrival.delivery().isOpen())) {
                return; // not acknowledged, so the broker keeps it
            }
            if (waiting.isEmpty() && append(new Decided(entry, arrival))) {
                return;
            }
            if (arrival.qos() == 0) {
                meters.dropped();
            } else {
                waiting.add(new Decided(entry, arrival));
            }
        }
    }

    private SpoolEntry decide(Arrival arrival) {
        long nowMillis = clock.millis();
        Decoded decoded = decoder.decode(
                arrival.topic(), arrival.contentType(), arrival.contentEncoding(), arrival.payload(), nowMillis);
        if (decoded instanceof Decoded.Died died) {
            decoded = died.asRejected();
        }
        if (decoded instanceof Decoded.Rejected rejected) {
            arrival.delivery().askAfter(rejected, arrival.topic(), nowMillis);
            return new SpoolEntry.Rejected(rejected, arrival.topic(), arrival.payload(), nowMillis);
        }
        return new SpoolEntry.Messages(((Decoded.Messages) decoded).messages());
    }

    private boolean append(Decided decided) {
        if (!log.tryAppend(decided.entry, decided.arrival)) {
            return false;
        }
        unanswered++;
        meters.taken();
        return true;
    }

    private synchronized void resume() {
        while (!waiting.isEmpty() && append(waiting.peek())) {
            waiting.remove();
        }
    }

    /**
     * What waits and came by a connection that is over would be acknowledged by nobody, and comes again by the next.
     */
    synchronized void abandon() {
        waiting.removeIf(decided -> !decided.arrival.delivery().isOpen());
    }

    /** Takes nothing more. */
    synchronized void close() {
        isOpen = false;
        waiting.clear();
    }

    synchronized int waiting() {
        return waiting.size();
    }

    /** Whether all that was taken is durable and acknowledged. */
    synchronized boolean isQuiet() {
        return unanswered == 0;
    }

    private synchronized void answered(int count) {
        unanswered -= count;
    }

    private final class Answers implements CommitListener {
        private final Executor executor;

        private Answers(Executor executor) {
            this.executor = executor;
        }

        @Override
        public void committed(List<Object> tokens) {
            try {
                executor.execute(() -> acknowledge(tokens));
            } catch (RejectedExecutionException e) {
                // The bridge has ended, its connection with it: nobody is left to be answered, and the broker keeps
                // these. Thrown on, it would end the log's writer.
                return;
            }
        }

        private void acknowledge(List<Object> tokens) {
            tokens.forEach(token -> ((Arrival) token).acknowledge());
            meters.acknowledged(tokens.size());
            answered(tokens.size());
        }

        /** The gateway is no longer alive, and says so itself. */
        @Override
        public void failed(Throwable cause) {
            close();
        }
    }
}
