package io.sluice.api.ledger;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.Tier;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The terms of the equations, summed over rows. Belongs to whoever asked for it. */
public final class LedgerTotals {
    static final int MAX_RANGES = 1000;

    long appended;
    long produced;
    long newMessages;
    long counted;
    long late;
    final Map<String, Long> lateByTier = new LinkedHashMap<>();
    long duplicates;
    long conflicts;
    final Map<String, Long> rejected = new TreeMap<>();
    long rejectedWithSeq;
    long undecidable;
    long missing;
    final TreeSet<MissingRange> missingRanges = new TreeSet<>();
    long readingsCounted;
    long readingsLate;

    private long spoolInFlight;
    private long jobsInFlight;
    private long spoolResidue;
    private long jobsResidue;
    private long classifiedByRows;
    private long classifiedByCounters;
    private boolean isByCounters;

    LedgerTotals() {
        for (Tier tier : Tier.values()) {
            lateByTier.put(tier.label(), 0L);
        }
    }

    public long inFlight() {
        return spoolInFlight + jobsInFlight;
    }

    public long residue() {
        return spoolResidue + jobsResidue;
    }

    public long counted() {
        return counted;
    }

    /** @param facts of the row, all or those announced */
    void add(Optional<DeviceId> device, DeviceRow row, StageFacts facts, boolean isSettled) {
        // A gateway counts what is rejected by spool alone, ingest by device, too.
        appended += row.appended() + facts.rejected();
        classifiedByRows += facts.classified();
        addScreened(facts.screened());
        addCounted(facts.counted(isSettled));
        device.ifPresent(id -> addRanges(id, row.epoch(), facts.screened().missingRanges()));
        jobsInFlight += facts.jobsInFlight(isSettled);
        jobsResidue += facts.jobsResidue(isSettled);
    }

    /** A message that the device's gateway appended and ingest has not come to. */
    void addInFlight(long messages) {
        spoolInFlight += messages;
    }

    void addRowResidue(long messages) {
        spoolResidue += messages;
    }

    /** Over all devices equation (a) goes by the spools' counters: they know rejected publishes too, and holes. */
    void replaceByCounters(SpoolRow spool) {
        if (!isByCounters) {
            isByCounters = true;
            appended = 0;
            spoolInFlight = 0;
            spoolResidue = 0;
        }
        appended += spool.appended();
        classifiedByCounters += spool.classified();
        spoolInFlight += spool.inFlight();
        spoolResidue += spool.residue();
    }

    /** What ingest classified by counter must stand in its rows. */
    void compareWithRows(boolean isAtRest) {
        if (isByCounters && isAtRest) {
            spoolResidue += Math.abs(classifiedByCounters - classifiedByRows);
        }
    }

    private void addScreened(Screened fact) {
        newMessages += fact.newMessages();
        duplicates += fact.duplicates();
        conflicts += fact.conflicts();
        rejectedWithSeq += fact.rejectedWithSeq();
        undecidable += fact.undecidable();
        produced = sum(produced, fact.produced());
        missing = sum(missing, fact.missing());
        fact.rejected().forEach((reason, messages) -> rejected.merge(reason, messages, Long::sum));
    }

    /** A device's seqs are its to choose, up to 2^53: of a thousand epochs they would be more than a long holds. */
    private static long sum(long left, long right) {
        return left > Long.MAX_VALUE - right ? Long.MAX_VALUE : left + right;
    }

    private void addCounted(Counted fact) {
        counted += fact.counted();
        late += fact.late();
        readingsCounted += fact.readingsCounted();
        readingsLate += fact.readingsLate();
        fact.lateByTier().forEach((tier, messages) -> lateByTier.merge(tier, messages, Long::sum));
    }

    private void addRanges(DeviceId device, String epoch, long[] ranges) {
        for (int i = 0; i < ranges.length; i += 2) {
            MissingRange missed = new MissingRange(device, epoch, ranges[i], ranges[i + 1]);
            if (missingRanges.size() == MAX_RANGES && missed.compareTo(missingRanges.last()) > 0) {
                return; // as are those that follow
            }
            missingRanges.add(missed);
            if (missingRanges.size() > MAX_RANGES) {
                missingRanges.pollLast();
            }
        }
    }

    /** The first in order, no more than {@value #MAX_RANGES}. */
    List<MissingRange> missingRanges() {
        return List.copyOf(missingRanges);
    }

    /** Seqs that nobody has seen, inclusive on both ends. */
    record MissingRange(DeviceId device, String epoch, long from, long to) implements Comparable<MissingRange> {
        private static final Comparator<MissingRange> ORDER = Comparator.comparing(MissingRange::device)
                .thenComparing(MissingRange::epoch)
                .thenComparingLong(MissingRange::from);

        @Override
        public int compareTo(MissingRange other) {
            return ORDER.compare(this, other);
        }
    }
}
