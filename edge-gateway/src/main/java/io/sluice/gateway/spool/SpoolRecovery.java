package io.sluice.gateway.spool;

import io.sluice.gateway.ledger.SpoolLedger;
import io.sluice.model.message.DeviceMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a spool's folder at start. What the crash left half-written at the very end is cut off: it was never
 * acknowledged. Anything else that cannot be read is an error for a person, since it was durable once. A recovered
 * segment is never written again: a new one is begun, so that what lies behind a cut can never be taken for a record.
 */
final class SpoolRecovery {
    private static final int COPY_BYTES = 1 << 16;

    private final SpoolFiles files;
    private final SpoolState state;
    private final RecordDecoder decoder = new RecordDecoder();
    private final TreeMap<Long, Long> sizes = new TreeMap<>();
    private final SpoolLedger ledger;
    private final OpenExchanges exchanges = new OpenExchanges(OpenExchanges.CAPACITY);
    private final OpenWills wills = new OpenWills(OpenWills.CAPACITY_BYTES);
    private long cutBytes;
    private long records;

    private SpoolRecovery(SpoolFiles files, SpoolState.Identity identity) {
        this.files = files;
        this.state = new SpoolState(files);
        this.ledger = new SpoolLedger(identity.id(), identity.partitions());
    }

    /**
     * @param exchanges those of QoS 2 that are open
     * @param wills those that were neither said nor called off
     * @param sizes bytes of each segment by its index
     * @param nextSegment index of the segment to begin
     * @param end behind the last record; 0 in a new spool
     * @param mark where the drain starts: what Kafka acknowledged later it may have lost with its page cache
     * @param checkpointPosition up to where a checkpoint is stored already; -1 for none
     * @param cutBytes what was cut off the end
     * @param records how many were read again
     */
    record Recovered(
            SpoolLedger ledger,
            OpenExchanges exchanges,
            OpenWills wills,
            TreeMap<Long, Long> sizes,
            long nextSegment,
            long end,
            Mark mark,
            long checkpointPosition,
            long cutBytes,
            long records) {}

    static Recovered recover(SpoolFiles files, SpoolState.Identity identity) throws IOException {
        return new SpoolRecovery(files, identity).recover();
    }

    private Recovered recover() throws IOException {
        findSegments();
        SpoolState.Checkpoint checkpoint = state.checkpoint();
        SpoolState.Marks marks = state.marks(ledger.partitions());
        requireNothingMissing(checkpoint, marks);
        long next = Math.max(
                sizes.isEmpty() ? 0 : sizes.lastKey() + 1,
                marks == null ? 0 : SpoolPosition.segment(marks.current().position()));
        state.exchanges().forEach(exchanges::restore);
        state.wills().forEach(wills::restore);
        replay(checkpoint);
        requireCheckpointed(checkpoint);
        requireAckedCounters(marks);
        ledger.markAllChanged();
        return new Recovered(
                ledger,
                exchanges,
                wills,
                sizes,
                next,
                end(),
                startMark(marks, next),
                checkpoint == null ? -1 : checkpoint.position(),
                cutBytes,
                records);
    }

    private void findSegments() throws IOException {
        for (String name : files.list()) {
            OptionalLong index = SegmentHeader.indexOf(name);
            if (index.isPresent()) {
                sizes.put(index.getAsLong(), 0L);
            } else if (name.startsWith(SegmentStore.SPARE)) {
                files.delete(name);
            }
        }
        for (long index : sizes.keySet()) {
            try (SegmentFile file = files.open(SegmentHeader.nameOf(index))) {
                if (!SegmentHeader.isWritten(file, index)) {
                    throw new CorruptSpoolException(
                            "segment must begin with its header, did not: " + SegmentHeader.nameOf(index));
                }
                sizes.put(index, file.size());
            }
        }
    }

    private void requireNothingMissing(SpoolState.@Nullable Checkpoint checkpoint, SpoolState.@Nullable Marks marks)
            throws CorruptSpoolException {
        if (sizes.isEmpty()) {
            return;
        }
        if (sizes.lastKey() - sizes.firstKey() + 1 != sizes.size()) {
            throw new CorruptSpoolException("segments must follow each other, were " + sizes.keySet());
        }
        if (sizes.firstKey() > 0 && (checkpoint == null || marks == null)) {
            throw new CorruptSpoolException(
                    "a spool whose first segments were removed must have marks and checkpoint, had not both");
        }
    }

    private void replay(SpoolState.@Nullable Checkpoint checkpoint) throws IOException {
        long from = -1;
        if (checkpoint != null) {
            checkpoint.facts().forEach(ledger::restore);
            from = checkpoint.position();
        }
        for (long index : sizes.keySet().toArray(new Long[0])) {
            boolean isLast = index == sizes.lastKey();
            if (index >= SpoolPosition.segment(from) || from < 0 || isLast) {
                replaySegment(index, isLast);
            }
        }
    }

    private void replaySegment(long index, boolean isLast) throws IOException {
        String name = SegmentHeader.nameOf(index);
        try (SegmentFile file = files.open(name)) {
            if (isLast) {
                writeAgain(file);
            }
            SegmentScanner scanner = new SegmentScanner(file, SegmentHeader.BYTES);
            SegmentScanner.Found found = scanner.look(file.size());
            for (; found == SegmentScanner.Found.FRAME; found = scanner.look(file.size())) {
                count(scanner.record(decoder));
                scanner.advance();
            }
            if (isLast) {
                cut(index, file, scanner.offset(), found);
            } else if (found == SegmentScanner.Found.DAMAGED) {
                throw new CorruptSpoolException("spool must hold an intact record at "
                        + SpoolPosition.describe(SpoolPosition.of(index, scanner.offset())) + ", held none");
            }
        }
    }

    /**
     * What we are about to count may stand in the page cache only, and after a failed force nobody means to write it
     * any more: forcing the file again would succeed and change nothing. Written again, it is dirty again.
     */
    private static void writeAgain(SegmentFile file) throws IOException {
        SegmentScanner scanner = new SegmentScanner(file, SegmentHeader.BYTES);
        long size = file.size();
        while (scanner.look(size) == SegmentScanner.Found.FRAME) {
            scanner.advance();
        }
        ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES);
        for (long at = 0; at < scanner.offset(); at += COPY_BYTES) {
            buffer.clear().limit((int) Math.min(COPY_BYTES, scanner.offset() - at));
            file.read(buffer, at);
            file.write(buffer.flip(), at);
        }
    }

    private void cut(long index, SegmentFile file, long end, SegmentScanner.Found found) throws IOException {
        if (found == SegmentScanner.Found.DAMAGED) {
            cutBytes += file.size() - end;
        }
        if (file.size() > end) {
            file.truncate(end);
        } else {
            file.force();
        }
        sizes.put(index, end);
    }

    private void count(SpoolRecord record) throws CorruptSpoolException {
        records++;
        exchanges.replay(record);
        wills.replay(record);
        if (!record.isForKafka()) {
            return;
        }
        int partition = record.partition();
        if (partition >= ledger.partitions() || record.firstCounter() > ledger.nextCounter(partition)) {
            throw new CorruptSpoolException("counters of partition " + partition + " must be dense, found "
                    + record.firstCounter() + " where "
                    + ledger.nextCounter(Math.min(partition, ledger.partitions() - 1))
                    + " was due");
        }
        if (record instanceof SpoolRecord.Messages messages) {
            long counter = messages.firstCounter();
            for (DeviceMessage message : messages.messages()) {
                ledger.replay(message.device(), message.epoch(), partition, counter++, message.seq());
            }
        } else if (record instanceof SpoolRecord.Rejected) {
            ledger.replayRejected(partition, record.firstCounter());
        }
    }

    private void requireCheckpointed(SpoolState.@Nullable Checkpoint checkpoint) throws CorruptSpoolException {
        if (checkpoint != null && checkpoint.position() > end()) {
            throw new CorruptSpoolException("spool must reach its checkpoint at "
                    + SpoolPosition.describe(checkpoint.position()) + ", ended before");
        }
    }

    private long end() {
        return sizes.isEmpty()
                ? 0
                : SpoolPosition.of(sizes.lastKey(), sizes.lastEntry().getValue());
    }

    /** What Kafka has was durable here before: less than that would mean that counters are given out twice. */
    private void requireAckedCounters(SpoolState.@Nullable Marks marks) throws CorruptSpoolException {
        long[] acked = marks == null ? new long[0] : marks.current().acked();
        for (int p = 0; p < acked.length; p++) {
            if (ledger.nextCounter(p) < acked[p]) {
                throw new CorruptSpoolException("partition " + p + " must hold the counters that Kafka has, up to "
                        + acked[p] + ", ended at " + ledger.nextCounter(p));
            }
        }
    }

    private Mark startMark(SpoolState.@Nullable Marks marks, long next) {
        long first = SpoolPosition.of(sizes.isEmpty() ? next : sizes.firstKey(), SegmentHeader.BYTES);
        return marks == null
                ? new Mark(first, new long[ledger.partitions()])
                : new Mark(
                        Math.max(first, marks.safe().position()), marks.safe().acked());
    }
}
