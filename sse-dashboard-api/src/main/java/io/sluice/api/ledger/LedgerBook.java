package io.sluice.api.ledger;

import io.sluice.api.history.SeriesFilter;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.Partitions;
import io.sluice.model.ledger.proto.DeviceAppended;
import io.sluice.model.ledger.proto.LedgerRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * The latest fact of every row, and the equations over them (contract, <i>The ledger</i>). No term is the difference of
 * others. Thread-safe.
 */
public final class LedgerBook {
    /** How long nothing may have moved before what is missing counts as lost instead of in flight. */
    public static final long SETTLE_MILLIS = 10_000;

    /**
     * The same of one device while others go on: its facts come by several partitions of the topic, of which one may
     * stand still for ten seconds while its broker is replaced.
     */
    static final long DEVICE_SETTLE_MILLIS = 30_000;

    private static final long NEVER = -1;

    private final int partitions;
    private final Map<String, SpoolRow> spools = new TreeMap<>();
    /** By device, so that a question about one does not look at the rows of all. */
    private final Map<Optional<DeviceId>, Map<RowKey, DeviceRow>> rows = new HashMap<>();

    private final long[] jobsAtEndSince;
    private volatile BooleanSupplier isWhole = () -> true;
    private long changedMillis;
    private long version;

    /** @param partitions of the readings topic: devices hash to them */
    public LedgerBook(int partitions) {
        this.partitions = partitions;
        this.jobsAtEndSince = new long[partitions];
        Arrays.fill(jobsAtEndSince, NEVER);
    }

    /**
     * Facts are cumulative: a later one replaces the earlier.
     *
     * @throws IllegalArgumentException where the record holds no fact
     */
    public synchronized void apply(LedgerRecord record, long nowMillis) {
        switch (record.getFactCase()) {
            case SPOOL_APPENDED ->
                spool(
                                record.getSpoolAppended().getSpool(),
                                record.getSpoolAppended().getPartition())
                        .apply(record.getSpoolAppended());
            case SPOOL_COMMITTED ->
                spool(
                                record.getSpoolCommitted().getSpool(),
                                record.getSpoolCommitted().getPartition())
                        .apply(record.getSpoolCommitted(), nowMillis);
            case DEVICE_APPENDED ->
                row(RowKey.of(
                                record.getDeviceAppended().getSite(),
                                record.getDeviceAppended().getDevice(),
                                record.getDeviceAppended().getEpoch(),
                                record.getWriter()))
                        .apply(record.getDeviceAppended(), nowMillis);
            case DEVICE_SCREENED ->
                row(RowKey.of(
                                record.getDeviceScreened().getSite(),
                                record.getDeviceScreened().getDevice(),
                                record.getDeviceScreened().getEpoch(),
                                record.getWriter()))
                        .apply(record.getDeviceScreened(), nowMillis);
            case DEVICE_COUNTED ->
                row(RowKey.of(
                                record.getDeviceCounted().getSite(),
                                record.getDeviceCounted().getDevice(),
                                record.getDeviceCounted().getEpoch(),
                                record.getWriter()))
                        .apply(record.getDeviceCounted(), nowMillis);
            case FACT_NOT_SET -> throw new IllegalArgumentException("ledger record must hold a fact, held none");
        }
        changedMillis = nowMillis;
        version++;
    }

    /**
     * What is known of the jobs' consumption: whether they have read and checkpointed all of a partition of readings.
     */
    public synchronized void jobsAtEnd(int partition, boolean isAtEnd, long nowMillis) {
        if (!isAtEnd) {
            jobsAtEndSince[partition] = NEVER;
        } else if (jobsAtEndSince[partition] == NEVER) {
            jobsAtEndSince[partition] = nowMillis;
        }
    }

    /** Partitions of readings where the jobs seem behind: only there it matters whether they have read all. */
    public synchronized List<Integer> partitionsBehind() {
        return rows.entrySet().stream()
                .filter(own -> own.getValue().values().stream()
                        .anyMatch(row -> row.known().isApart()))
                .flatMap(own -> own.getKey().stream())
                .map(device -> Partitions.of(device, partitions))
                .distinct()
                .toList();
    }

    /** What is told before the condition holds is a part of what was told before the start: its sums are none. */
    public void isPartialUntil(BooleanSupplier condition) {
        isWhole = condition;
    }

    public boolean isWhole() {
        return isWhole.getAsBoolean();
    }

    /** Grows with every fact. */
    public synchronized long version() {
        return version;
    }

    /**
     * Over all devices equation (a) goes by the spools' counters, and all of every row is shown; else it goes by the
     * rows, of which no more is shown than their gateways have announced.
     */
    public synchronized LedgerTotals totals(SeriesFilter filter, long nowMillis) {
        LedgerTotals totals = new LedgerTotals();
        boolean isByCounters = filter.matchesAllDevices();
        rows.forEach((device, own) -> {
            if (device.map(filter::matches).orElseGet(filter::matchesAllDevices)) {
                OfDevice whole = OfDevice.of(own, nowMillis);
                own.forEach((key, row) -> {
                    if (isByCounters) {
                        totals.add(key, row.appended(), row.known(), isSettled(key, row, nowMillis));
                    } else {
                        add(totals, key, row, whole, nowMillis);
                    }
                });
            }
        });
        if (isByCounters) {
            spools.values().forEach(totals::replaceByCounters);
            totals.compareWithRows(isAtRest(nowMillis));
        }
        return totals;
    }

    /** A row a device and epoch, in order. */
    public synchronized List<LedgerRow> rows(SeriesFilter filter, long nowMillis) {
        List<LedgerRow> lines = new ArrayList<>();
        rows.forEach((known, own) -> known.filter(filter::matches).ifPresent(device -> {
            OfDevice whole = OfDevice.of(own, nowMillis);
            own.forEach((key, row) -> {
                LedgerTotals totals = new LedgerTotals();
                add(totals, key, row, whole, nowMillis);
                lines.add(new LedgerRow(device, key.epoch(), totals));
            });
        }));
        lines.sort(null);
        return lines;
    }

    /** What {@link #totals} says of each site alone, in order. */
    public synchronized SortedMap<String, LedgerTotals> sites(SeriesFilter filter, long nowMillis) {
        SortedMap<String, LedgerTotals> sites = new TreeMap<>();
        rows.forEach((known, own) -> known.filter(filter::matches).ifPresent(device -> {
            LedgerTotals totals = sites.computeIfAbsent(device.site(), site -> new LedgerTotals());
            OfDevice whole = OfDevice.of(own, nowMillis);
            own.forEach((key, row) -> add(totals, key, row, whole, nowMillis));
        }));
        return sites;
    }

    /**
     * What has to be known of all rows of a device for each of them.
     *
     * @param hasFurtherEpochs whether it has a row of further epochs
     * @param appendedElsewhere where it has a row of further epochs, what was classified without being appended under
     *     its own epoch: equation (a) holds for those rows together
     * @param isAtRest nothing was said of it for so long that what was said belongs together, whatever others do
     */
    private record OfDevice(boolean hasFurtherEpochs, long appendedElsewhere, boolean isAtRest) {
        static OfDevice of(Map<RowKey, DeviceRow> own, long nowMillis) {
            boolean hasFurtherEpochs = own.keySet().stream().anyMatch(RowKey::isOfFurtherEpochs);
            return new OfDevice(
                    hasFurtherEpochs,
                    hasFurtherEpochs
                            ? own.values().stream()
                                    .mapToLong(DeviceRow::appendedElsewhere)
                                    .sum()
                            : 0,
                    own.values().stream().allMatch(row -> nowMillis - row.movedMillis() >= DEVICE_SETTLE_MILLIS));
        }
    }

    private void add(LedgerTotals totals, RowKey key, DeviceRow row, OfDevice whole, long nowMillis) {
        boolean isUnannounced = row.isUnannounced(nowMillis) && areAnnounced(key);
        // Which rows further epochs share is known of all of them together only: none can wait for its own gateway's.
        StageFacts facts = isUnannounced || whole.hasFurtherEpochs() ? row.known() : row.announced();
        boolean isWhole = facts == row.known();
        totals.add(key, row.appended(), facts, isWhole && isSettled(key, row, nowMillis));
        long classified = key.isOfFurtherEpochs() ? whole.appendedElsewhere() : facts.classifiedMessages();
        long unclassified = row.appended() - classified;
        if (unclassified < 0) {
            if (isUnannounced && !whole.hasFurtherEpochs()) {
                totals.addRowResidue(-unclassified);
            }
        } else if (isWhole && isPast(row, whole, nowMillis)) {
            totals.addRowResidue(unclassified);
        } else {
            totals.addInFlight(unclassified);
        }
    }

    /** Whether the gateways have told of all that ingest has seen of that device's partition. */
    private boolean areAnnounced(RowKey key) {
        String partition = key.device()
                .map(device -> "/" + Partitions.of(device, partitions))
                .orElse("");
        return spools.entrySet().stream()
                .filter(spool -> spool.getKey().endsWith(partition))
                .allMatch(spool -> spool.getValue().isAnnounced());
    }

    /** Whether ingest is past all that was appended of a row, and has said so for long enough to have told of it. */
    private boolean isPast(DeviceRow row, OfDevice whole, long nowMillis) {
        return row.appendedBySpool().stream().allMatch(this::isCommitted)
                && (isAtRest(nowMillis)
                        || whole.isAtRest()
                                && row.appendedBySpool().stream()
                                        .allMatch(fact -> isCommittedForLong(fact, nowMillis)));
    }

    private boolean isCommitted(DeviceAppended fact) {
        return spool(fact.getSpool(), fact.getPartition()).committedCounter() > fact.getLastCounter();
    }

    private boolean isCommittedForLong(DeviceAppended fact, long nowMillis) {
        return spool(fact.getSpool(), fact.getPartition()).settledCounter(nowMillis) > fact.getLastCounter();
    }

    private boolean isSettled(RowKey key, DeviceRow row, long nowMillis) {
        long since = key.device()
                .map(device -> jobsAtEndSince[Partitions.of(device, partitions)])
                .orElse(NEVER);
        return since != NEVER && nowMillis - since >= SETTLE_MILLIS && nowMillis - row.changedMillis() >= SETTLE_MILLIS;
    }

    /** Facts of one transaction arrive over several partitions: sums across rows are comparable once nothing moves. */
    private boolean isAtRest(long nowMillis) {
        return nowMillis - changedMillis >= SETTLE_MILLIS;
    }

    private SpoolRow spool(String spool, int partition) {
        return spools.computeIfAbsent(spool + "/" + partition, key -> new SpoolRow());
    }

    private DeviceRow row(RowKey key) {
        return rows.computeIfAbsent(key.device(), device -> new HashMap<>()).computeIfAbsent(key, k -> new DeviceRow());
    }
}
