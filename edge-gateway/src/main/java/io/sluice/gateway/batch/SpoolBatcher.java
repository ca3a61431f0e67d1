package io.sluice.gateway.batch;

import io.sluice.gateway.spool.Mark;
import io.sluice.gateway.spool.Spool;
import io.sluice.gateway.spool.SpoolReader;
import io.sluice.gateway.spool.SpoolRecord;
import io.sluice.model.batch.DeviceDeath;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.message.DeviceMessage;
import java.io.IOException;

/**
 * Reads the spool in its order and makes batches of it: one is open a partition, and is sealed and handed to the sender
 * once it is full or has waited its linger. Belongs to the drain thread; a counter that is not the next one, or a
 * record that cannot be read, ends the drain.
 */
final class SpoolBatcher {
    private static final int RECORDS_A_STEP = 256;

    private final Spool spool;
    private final DrainOptions options;
    private final BatchEncoder encoder;
    private final BatchObserver observer;
    private final BatchSender sender;
    private final SpoolReader reader;
    private final PartitionBatcher[] batchers;
    private final long[] nextCounters;
    private boolean isFlushing;
    private boolean isCaughtUp;
    private long lastReadMillis;

    SpoolBatcher(Spool spool, DrainOptions options, BatchEncoder encoder, BatchObserver observer, BatchSender sender)
            throws IOException {
        this.spool = spool;
        this.options = options;
        this.encoder = encoder;
        this.observer = observer;
        this.sender = sender;
        Mark start = spool.startMark();
        this.reader = spool.reader(start.position());
        this.nextCounters = start.acked();
        this.batchers = new PartitionBatcher[nextCounters.length];
        for (int p = 0; p < batchers.length; p++) {
            batchers[p] = new PartitionBatcher(options);
        }
    }

    /** Reads on until something is sealed, or for a while; false where there was nothing to read. */
    boolean read(long nowNanos) throws IOException {
        for (int i = 0; i < RECORDS_A_STEP && sender.isOutboxEmpty(); i++) {
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
            int bytes = reader.recordBytes();
            roomFor(partition, 0, bytes, record, nowNanos)
                    .add(new DeviceDeath(death.device(), death.firstCounter(), death.appendedAtMillis()), bytes);
            return;
        }
        int share = Math.max(1, reader.recordBytes() / record.count());
        boolean isShareEnough = reader.recordBytes() <= options.maxBytes();
        for (int i = 0; i < record.count(); i++) {
            long counter = record.firstCounter() + i;
            if (counter < nextCounters[partition]) {
                continue; // Kafka has it: the reader began below this partition's mark
            }
            requireDense(partition, counter);
            if (record instanceof SpoolRecord.Messages messages) {
                DeviceMessage message = messages.messages().get(i);
                // Of a large record one message may be far above the average: counted as such, several could make a
                // batch that Kafka never takes.
                int bytes = isShareEnough ? share : (int) message.storedBound();
                roomFor(partition, message.size(), bytes, record, nowNanos).add(counter, message, bytes);
            } else {
                roomFor(partition, 0, share, record, nowNanos).add(((SpoolRecord.Rejected) record).message(), share);
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
    long sealDue(long nowNanos) {
        long linger = lingerNanos();
        long next = BatchSender.IDLE_NANOS;
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
        sender.add(new AckTracker.Flight(partition, position, millis, nextCounters[partition], bytes.length), bytes);
        observer.sealed(batch.messageCount(), readings, bytes.length);
    }

    /** From now on nothing lingers. */
    void flush() {
        isFlushing = true;
    }

    /** Gives up the open batches and goes on from the mark. */
    void seek(Mark mark) throws IOException {
        System.arraycopy(mark.acked(), 0, nextCounters, 0, nextCounters.length);
        for (PartitionBatcher batcher : batchers) {
            batcher.clear();
        }
        reader.seek(mark.position());
        isCaughtUp = false;
    }

    int partitions() {
        return batchers.length;
    }

    /** Of the next record to read. */
    long position() {
        return reader.position();
    }

    /** Of the first record in the partition's open batch; {@code Long.MAX_VALUE} where none is open. */
    long firstPosition(int partition) {
        return batchers[partition].isEmpty() ? Long.MAX_VALUE : batchers[partition].firstPosition();
    }

    /** When that record was appended; {@code Long.MAX_VALUE} where no batch is open. */
    long firstMillis(int partition) {
        return batchers[partition].isEmpty() ? Long.MAX_VALUE : batchers[partition].firstMillis();
    }

    /** About when the next record to read was appended; 0 where all is read. */
    long unreadMillis() {
        return isCaughtUp ? 0 : lastReadMillis;
    }

    /** Whether everything durable is read and sealed. */
    boolean isDone() {
        if (reader.position() < spool.durablePosition()) {
            return false;
        }
        for (PartitionBatcher batcher : batchers) {
            if (!batcher.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    void close() throws IOException {
        reader.close();
    }
}
