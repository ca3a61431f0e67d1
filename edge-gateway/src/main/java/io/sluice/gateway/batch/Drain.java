package io.sluice.gateway.batch;

import io.sluice.gateway.spool.Mark;
import io.sluice.gateway.spool.Spool;
import io.sluice.gateway.spool.SpoolReader;
import io.sluice.gateway.spool.SpoolRecord;
import io.sluice.model.batch.DeviceDeath;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.message.DeviceMessage;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the spool in its order and sends it in batches: the same path for what was just appended and for what a crash
 * or an outage left behind. As steps that a thread (or a simulation) makes. Where the sink takes nothing, or too much
 * is in flight, it stops reading; after a failed send it begins again at the mark, and ingest drops what it had seen.
 */
final class Drain {
    private static final int RECORDS_A_STEP = 256;
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Spool spool;
    private final BatchSink sink;
    private final BatchEncoder encoder;
    private final DrainOptions options;
    private final BatchObserver observer;
    private final Runnable wake;
    private final SpoolReader reader;
    private final PartitionBatcher[] batchers;
    private final long[] nextCounters;
    private final AckTracker tracker;
    private final ArrayDeque<Sealed> outbox = new ArrayDeque<>();
    private boolean isFlushing;
    private boolean isCaughtUp;
    private long lastReadMillis;
    private final Circuit circuit;
    private CircuitState toldState = CircuitState.CLOSED;
    private @Nullable Throwable seenFailure;

    /** @param wake called on any thread when there may be something to do */
    Drain(
            Spool spool,
            BatchSink sink,
            BatchEncoder encoder,
            DrainOptions options,
            BatchObserver observer,
            Runnable wake)
            throws IOException {
        this.spool = spool;
        this.sink = sink;
        this.encoder = encoder;
        this.options = options;
        this.observer = observer;
        this.wake = wake;
        this.circuit = new Circuit(new SplittableRandom(spool.id().hashCode()));
        Mark start = spool.startMark();
        this.reader = spool.reader(start.position());
        this.nextCounters = start.acked();
        this.tracker = new AckTracker(nextCounters);
        this.batchers = new PartitionBatcher[nextCounters.length];
        for (int p = 0; p < batchers.length; p++) {
            batchers[p] = new PartitionBatcher(options);
        }
    }

    /**
     * Does what can be done now.
     *
     * @return nanoseconds that may pass before the next step, unless woken; 0 where there is more to do
     */
    long step(long nowNanos) throws IOException {
        circuit.look(nowNanos);
        long wait = work(nowNanos);
        if (circuit.state() != toldState) {
            toldState = circuit.state();
            observer.circuit(toldState);
        }
        return wait;
    }

    private long work(long nowNanos) throws IOException {
        long wait = recover(nowNanos);
        if (wait > 0 || (wait = send(nowNanos)) > 0) {
            return wait;
        }
        boolean isSomethingRead = read(nowNanos);
        long nextDueNanos = sealDue(nowNanos);
        if (!outbox.isEmpty()) {
            return send(nowNanos);
        }
        return isSomethingRead ? 0 : nextDueNanos;
    }

    private long recover(long nowNanos) throws IOException {
        Throwable failure = tracker.failure();
        if (failure != null && !failure.equals(seenFailure)) {
            seenFailure = failure;
            observer.failed(failure);
            circuit.failed(nowNanos);
        }
        long wait = circuit.waitNanos(nowNanos);
        if (wait == 0 && failure != null) {
            restart(nowNanos);
        }
        return wait;
    }

    private void restart(long nowNanos) throws IOException {
        sink.restart(); // first: what it still acknowledges while it gives up may move the mark
        circuit.restarted(nowNanos);
        Mark mark = mark();
        tracker.reset();
        outbox.clear();
        System.arraycopy(mark.acked(), 0, nextCounters, 0, nextCounters.length);
        for (PartitionBatcher batcher : batchers) {
            batcher.clear();
        }
        reader.seek(mark.position());
        isCaughtUp = false;
        seenFailure = null;
    }

    /** 0 where everything sealed was taken. */
    private long send(long nowNanos) {
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
        return tracker.bytes() >= options.inFlightBytes() ? IDLE_NANOS : 0;
    }

    private boolean read(long nowNanos) throws IOException {
        for (int i = 0; i < RECORDS_A_STEP && outbox.isEmpty(); i++) {
            SpoolRecord record = reader.next();
            isCaughtUp = record == null;
            if (record == null) {
                return i > 0;
            }
            lastReadMillis = record.appendedAtMillis();
            gather(record, nowNanos);
        }
        return true;
    }

    private void gather(SpoolRecord record, long nowNanos) throws IOException {
        int partition = record.partition();
        if (record instanceof SpoolRecord.Death death) {
            // Has no counter by which to tell that Kafka has it: sent again after a restart, which does no harm.
            PartitionBatcher batcher = roomFor(partition, 0, reader.recordBytes(), record, nowNanos);
            batcher.add(
                    new DeviceDeath(death.device(), death.firstCounter(), death.appendedAtMillis()),
                    reader.recordBytes());
            return;
        }
        int bytes = Math.max(1, reader.recordBytes() / record.count());
        for (int i = 0; i < record.count(); i++) {
            long counter = record.firstCounter() + i;
            if (counter < nextCounters[partition]) {
                continue; // Kafka has it: the reader began below this partition's mark
            }
            requireDense(partition, counter);
            if (record instanceof SpoolRecord.Messages messages) {
                DeviceMessage message = messages.messages().get(i);
                roomFor(partition, message.size(), bytes, record, nowNanos).add(counter, message, bytes);
            } else {
                roomFor(partition, 0, bytes, record, nowNanos).add(((SpoolRecord.Rejected) record).message(), bytes);
            }
            nextCounters[partition]++;
        }
        if (batchers[partition].isFull()) {
            seal(partition);
        }
    }

    private void requireDense(int partition, long counter) throws IOException {
        if (counter > nextCounters[partition]) {
            throw new IOException("counters of partition " + partition + " must be dense, found " + counter + " where "
                    + nextCounters[partition] + " was due");
        }
    }

    private PartitionBatcher roomFor(int partition, int readings, int bytes, SpoolRecord record, long nowNanos) {
        PartitionBatcher batcher = batchers[partition];
        if (!batcher.isRoomFor(readings, bytes)) {
            seal(partition);
        }
        batcher.begin(reader.recordPosition(), nowNanos, record.appendedAtMillis());
        return batcher;
    }

    /** Seals what has waited long enough; answers how long the next one may still wait. */
    private long sealDue(long nowNanos) {
        long linger = lingerNanos();
        long next = IDLE_NANOS;
        for (int p = 0; p < batchers.length; p++) {
            if (!batchers[p].isEmpty()) {
                long left = batchers[p].firstNanos() + linger - nowNanos;
                if (left <= 0) {
                    seal(p);
                } else {
                    next = Math.min(next, left);
                }
            }
        }
        return next;
    }

    private long lingerNanos() {
        if (isFlushing && isCaughtUp) {
            return 0;
        }
        return (isCaughtUp ? options.linger() : options.backlogLinger()).toNanos();
    }

    private void seal(int partition) {
        PartitionBatcher batcher = batchers[partition];
        int readings = batcher.readings();
        long position = batcher.firstPosition();
        long millis = batcher.firstMillis();
        TelemetryBatch batch = batcher.take(spool.id());
        byte[] bytes = encoder.encode(batch);
        AckTracker.Flight flight =
                new AckTracker.Flight(partition, position, millis, nextCounters[partition], bytes.length);
        tracker.add(flight);
        outbox.add(new Sealed(flight, bytes));
        observer.sealed(batch.messageCount(), readings, bytes.length);
    }

    /** How far everything is acknowledged, as of now. */
    Mark mark() {
        long position = reader.position();
        for (int p = 0; p < batchers.length; p++) {
            AckTracker.Flight first = tracker.first(p);
            if (first != null) {
                position = Math.min(position, first.firstPosition);
            } else if (!batchers[p].isEmpty()) {
                position = Math.min(position, batchers[p].firstPosition());
            }
        }
        return new Mark(position, tracker.ackedCounters());
    }

    /** When the oldest record was appended that Kafka does not have; 0 where it has all. */
    long oldestMillis() {
        long oldest = Long.MAX_VALUE;
        for (int p = 0; p < batchers.length; p++) {
            AckTracker.Flight first = tracker.first(p);
            if (first != null) {
                oldest = Math.min(oldest, first.firstMillis);
            } else if (!batchers[p].isEmpty()) {
                oldest = Math.min(oldest, batchers[p].firstMillis());
            }
        }
        if (oldest == Long.MAX_VALUE) {
            return isCaughtUp ? 0 : lastReadMillis;
        }
        return oldest;
    }

    /** From now on nothing lingers. */
    void flush() {
        isFlushing = true;
    }

    boolean isDrained() {
        return reader.position() >= spool.durablePosition() && isEverythingSent() && tracker.isEmpty();
    }

    private boolean isEverythingSent() {
        for (PartitionBatcher batcher : batchers) {
            if (!batcher.isEmpty()) {
                return false;
            }
        }
        return outbox.isEmpty();
    }

    void close() throws IOException {
        reader.close();
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
