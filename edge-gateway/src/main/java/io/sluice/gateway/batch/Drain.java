package io.sluice.gateway.batch;

import io.sluice.gateway.spool.Mark;
import io.sluice.gateway.spool.Spool;
import java.io.IOException;
import java.util.SplittableRandom;

/**
 * Sends the spool in batches: the same path for what was just appended and for what a crash or an outage left behind.
 * As steps that a thread (or a simulation) makes. Where the sink takes nothing, or too much is in flight, it stops
 * reading; after a failed send it begins again at the mark, and ingest drops what it had seen.
 */
final class Drain {
    private final BatchSender sender;
    private final SpoolBatcher batcher;

    /** @param wake called on any thread when there may be something to do */
    Drain(
            Spool spool,
            BatchSink sink,
            BatchEncoder encoder,
            DrainOptions options,
            BatchObserver observer,
            Runnable wake)
            throws IOException {
        this.sender = new BatchSender(
                sink,
                spool.startMark(),
                options.inFlightBytes(),
                observer,
                new SplittableRandom(spool.id().hashCode()),
                wake);
        this.batcher = new SpoolBatcher(spool, options, encoder, observer, sender);
    }

    /**
     * Does what can be done now.
     *
     * @return nanoseconds that may pass before the next step, unless woken; 0 where there is more to do
     */
    long step(long nowNanos) throws IOException {
        sender.look(nowNanos);
        long wait = work(nowNanos);
        sender.tellState();
        return wait;
    }

    private long work(long nowNanos) throws IOException {
        long wait = sender.waitNanos(nowNanos);
        if (wait > 0) {
            return wait;
        }
        if (sender.hasFailed()) {
            restart(nowNanos);
        }
        wait = sender.send(nowNanos);
        if (wait > 0) {
            return wait;
        }
        boolean isSomethingRead = batcher.read(nowNanos);
        long nextDueNanos = batcher.sealDue(nowNanos);
        if (!sender.isOutboxEmpty()) {
            return sender.send(nowNanos);
        }
        return isSomethingRead ? 0 : nextDueNanos;
    }

    private void restart(long nowNanos) throws IOException {
        sender.restart(nowNanos);
        Mark mark = mark();
        sender.giveUp();
        batcher.seek(mark);
    }

    /** How far everything is acknowledged, as of now. */
    Mark mark() {
        long position = batcher.position();
        for (int p = 0; p < batcher.partitions(); p++) {
            AckTracker.Flight first = sender.first(p);
            position = Math.min(position, first == null ? batcher.firstPosition(p) : first.firstPosition);
        }
        return new Mark(position, sender.ackedCounters());
    }

    /** When the oldest record was appended that Kafka does not have; 0 where it has all. */
    long oldestMillis() {
        long oldest = Long.MAX_VALUE;
        for (int p = 0; p < batcher.partitions(); p++) {
            AckTracker.Flight first = sender.first(p);
            oldest = Math.min(oldest, first == null ? batcher.firstMillis(p) : first.firstMillis);
        }
        return oldest == Long.MAX_VALUE ? batcher.unreadMillis() : oldest;
    }

    /** From now on nothing lingers. */
    void flush() {
        batcher.flush();
    }

    boolean isDrained() {
        return batcher.isDone() && sender.isDone();
    }

    void close() throws IOException {
        batcher.close();
    }
}
