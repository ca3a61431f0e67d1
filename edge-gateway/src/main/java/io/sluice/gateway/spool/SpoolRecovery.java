package io.sluice.gateway.spool;

import io.sluice.gateway.ledger.SpoolLedger;
import io.sluice.gateway.spool.files.SpoolFiles;
import io.sluice.model.message.DeviceMessage;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Brings a spool back at start, or begins one: its ledger, its open exchanges and wills, from the checkpoint and the
 * records behind it, and where the drain goes on. Records, checkpoint and marks must agree; where they do not,
 * something that was durable is lost, which is an error for a person. A recovered segment is never written again: a new
 * one is begun, so that what lies behind a cut can never be taken for a record.
 */
final class SpoolRecovery {
    private final SegmentRecovery segments;
    private final SpoolState state;
    private final SpoolClock clock;
    private final SpoolLedger ledger;
    private final OpenExchanges exchanges = new OpenExchanges(OpenExchanges.CAPACITY);
    private final AnsweredPublishes answered = new AnsweredPublishes(AnsweredPublishes.CAPACITY);
    private final OpenWills wills = new OpenWills(OpenWills.CAPACITY_BYTES);
    private long records;

    private SpoolRecovery(SegmentRecovery segments, SpoolState state, SpoolClock clock, SpoolState.Identity identity) {
        this.segments = segments;
        this.state = state;
        this.clock = clock;
        this.ledger = new SpoolLedger(identity.id(), identity.partitions());
    }

    /**
     * @param exchanges those of QoS 2 that are open
     * @param answered the latest of QoS 1
     * @param wills those that were neither said nor called off
     * @param sizes bytes of each segment by its index
     * @param nextSegment index of the segment to begin
     * @param end behind the last record; 0 in a new spool
     * @param marks where the drain starts, which is with what is safe where the machine was without power since: what
     *     Kafka acknowledged later it may have lost with its page cache
     * @param checkpointPosition up to where a checkpoint is stored already; -1 for none
     * @param cutBytes what was cut off the end
     * @param records how many were read again
     */
    record Recovered(
            SpoolLedger ledger,
            OpenExchanges exchanges,
            List<Exchange> answered,
            OpenWills wills,
            TreeMap<Long, Long> sizes,
            long nextSegment,
            long end,
            SpoolState.Marks marks,
            long checkpointPosition,
            long cutBytes,
            long records) {}

    /** @param random names a spool that is begun */
    static Recovered recover(SpoolFiles files, int partitions, SpoolClock clock, RandomGenerator random)
            throws IOException {
        SpoolState state = new SpoolState(files);
        SpoolState.Identity identity = state.identity();
        if (identity == null) {
            identity = new SpoolState.Identity(HexFormat.of().toHexDigits(random.nextInt()), partitions);
            state.save(identity);
        }
        if (identity.partitions() != partitions) {
            throw new IOException("partitions must stay as the spool was begun with, " + identity.partitions()
                    + ", was " + partitions);
        }
        return new SpoolRecovery(SegmentRecovery.find(files), state, clock, identity).recover();
    }

    private Recovered recover() throws IOException {
        SpoolState.Checkpoint checkpoint = state.checkpoint();
        SpoolState.Marks marks = state.marks(ledger.partitions());
        requireBothIfBegunLater(checkpoint, marks);
        long next = Math.max(
                segments.isEmpty() ? 0 : segments.last() + 1,
                marks == null ? 0 : SpoolPosition.segment(marks.current().mark().position()));
        state.exchanges().forEach(exchanges::restore);
        state.wills().forEach(wills::restore);
        if (checkpoint != null) {
            checkpoint.facts().forEach(ledger::restore);
        }
        // From one segment before, for the publishes of QoS 1: their answers are in no checkpoint.
        segments.replay(checkpoint == null ? 0 : SpoolPosition.segment(checkpoint.position()) - 1, this::count);
        requireCheckpointed(checkpoint);
        requireAckedCounters(marks);
        ledger.sayAllAgain();
        return new Recovered(
                ledger,
                exchanges,
                answered.all(),
                wills,
                segments.sizes(),
                next,
                segments.end(),
                startMarks(marks, next),
                checkpoint == null ? -1 : checkpoint.position(),
                segments.cutBytes(),
                records);
    }

    private void requireBothIfBegunLater(SpoolState.@Nullable Checkpoint checkpoint, SpoolState.@Nullable Marks marks)
            throws CorruptSpoolException {
        if (!segments.isEmpty() && segments.first() > 0 && (checkpoint == null || marks == null)) {
            throw new CorruptSpoolException(
                    "a spool whose first segments were removed must have marks and checkpoint, had not both");
        }
    }

    private void count(SpoolRecord record) throws CorruptSpoolException {
        records++;
        exchanges.replay(record);
        answered.replay(record);
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
        if (checkpoint != null && checkpoint.position() > segments.end()) {
            throw new CorruptSpoolException("spool must reach its checkpoint at "
                    + SpoolPosition.describe(checkpoint.position()) + ", ended before");
        }
    }

    /** What Kafka has was durable here before: less than that would mean that counters are given out twice. */
    private void requireAckedCounters(SpoolState.@Nullable Marks marks) throws CorruptSpoolException {
        long[] acked = marks == null ? new long[0] : marks.current().mark().acked();
        for (int p = 0; p < acked.length; p++) {
            if (ledger.nextCounter(p) < acked[p]) {
                throw new CorruptSpoolException("partition " + p + " must hold the counters that Kafka has, up to "
                        + acked[p] + ", ended at " + ledger.nextCounter(p));
            }
        }
    }

    private SpoolState.Marks startMarks(SpoolState.@Nullable Marks marks, long next) {
        long first = SpoolPosition.of(segments.isEmpty() ? next : segments.first(), SegmentHeader.BYTES);
        if (marks == null) {
            return SpoolState.Marks.startingAt(new Mark(first, new long[ledger.partitions()]));
        }
        Mark safe = marks.safe().notBefore(first);
        if (!isOfThisRun(marks)) {
            return SpoolState.Marks.startingAt(safe);
        }
        SpoolState.Dated current = marks.current();
        return new SpoolState.Marks(
                new SpoolState.Dated(current.mark().notBefore(first), current.ageNanos()),
                safe,
                marks.next(),
                marks.boot());
    }

    private boolean isOfThisRun(SpoolState.Marks marks) {
        return !marks.boot().isEmpty()
                && marks.boot().equals(clock.boot())
                && marks.current().ageNanos() <= clock.nanos();
    }
}
