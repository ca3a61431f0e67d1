package io.sluice.api.ledger;

import io.sluice.api.history.SeriesFilter;
import io.sluice.api.ledger.Settlement.OfDevice;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.Partitions;
import io.sluice.model.ledger.proto.DeviceAppended;
import io.sluice.model.ledger.proto.DeviceCounted;
import io.sluice.model.ledger.proto.DeviceScreened;
import io.sluice.model.ledger.proto.LedgerRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

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

    /**
     * For how long ingest's fact may be missing of what the jobs have read: where a broker broke between the two, the
     * end of its transaction reaches the ledger's topic when another has taken over, which was seen to take a minute.
     */
    static final long AHEAD_SETTLE_MILLIS = 120_000;

    private final int partitions;
    private final SpoolRows spools = new SpoolRows();
    private final Settlement settlement;
    /** By device, so that a question about one does not look at the rows of all. */
    private final Map<Optional<DeviceId>, DeviceRows> rows = new HashMap<>();

    private volatile BooleanSupplier isWhole = () -> true;
    private long version;

    /** @param partitions of the readings topic: devices hash to them */
    public LedgerBook(int partitions) {
        this.partitions = partitions;
        this.settlement = new Settlement(partitions, spools);
    }

    /**
     * Facts are cumulative: a later one replaces the earlier.
     *
     * @throws IllegalArgumentException where the record holds no fact
     */
    public synchronized void apply(LedgerRecord record, long nowMillis) {
        switch (record.getFactCase()) {
            case SPOOL_APPENDED ->
                spools.row(
                                record.getSpoolAppended().getSpool(),
                                record.getSpoolAppended().getPartition())
                        .apply(record.getSpoolAppended());
            case SPOOL_COMMITTED ->
                spools.row(
                                record.getSpoolCommitted().getSpool(),
                                record.getSpoolCommitted().getPartition())
                        .apply(record.getSpoolCommitted(), nowMillis);
            case DEVICE_APPENDED -> apply(record.getDeviceAppended(), record.getWriter(), nowMillis);
            case DEVICE_SCREENED -> apply(record.getDeviceScreened(), record.getWriter(), nowMillis);
            case DEVICE_COUNTED -> apply(record.getDeviceCounted(), record.getWriter(), nowMillis);
            case FACT_NOT_SET -> throw new IllegalArgumentException("ledger record must hold a fact, held none");
        }
        settlement.changed(nowMillis);
        version++;
    }

    private void apply(DeviceAppended fact, String writer, long nowMillis) {
        DeviceRows own = rows(fact.getSite(), fact.getDevice());
        own.apply(own.nameOf(fact.getEpoch(), writer), fact, spools, nowMillis);
    }

    private void apply(DeviceScreened fact, String writer, long nowMillis) {
        DeviceRows own = rows(fact.getSite(), fact.getDevice());
        own.apply(own.nameOf(fact.getEpoch(), writer), Screened.of(fact), nowMillis);
    }

    private void apply(DeviceCounted fact, String writer, long nowMillis) {
        DeviceRows own = rows(fact.getSite(), fact.getDevice());
        own.apply(own.nameOf(fact.getEpoch(), writer), Counted.of(fact), nowMillis);
    }

    private DeviceRows rows(String site, String device) {
        return rows.computeIfAbsent(DeviceId.tryOf(site, device), DeviceRows::new);
    }

    /**
     * What is known of the jobs' consumption: whether they have read and checkpointed all of a partition of readings.
     */
    public synchronized void jobsAtEnd(int partition, boolean isAtEnd, long nowMillis) {
        settlement.jobsAtEnd(partition, isAtEnd, nowMillis);
    }

    /** Partitions of readings where the jobs seem behind: only there it matters whether they have read all. */
    public synchronized List<Integer> partitionsBehind() {
        return rows.values().stream()
                .filter(DeviceRows::isApart)
                .flatMap(own -> own.device().stream())
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
        eachMatching(filter, own -> {
            OfDevice whole = OfDevice.of(own, nowMillis);
            own.forEach(row -> {
                if (isByCounters) {
                    totals.add(own.device(), row, row.known(), settlement.isSettled(own.device(), row, nowMillis));
                } else {
                    settlement.add(totals, row, whole, nowMillis);
                }
            });
        });
        if (isByCounters) {
            spools.replaceIn(totals);
            totals.compareWithRows(settlement.isAtRest(nowMillis));
        }
        return totals;
    }

    /** A row a device and epoch, in order. */
    public synchronized List<LedgerRow> rows(SeriesFilter filter, long nowMillis) {
        List<LedgerRow> lines = new ArrayList<>();
        eachMatching(
                filter,
                own -> own.device().ifPresent(device -> {
                    OfDevice whole = OfDevice.of(own, nowMillis);
                    own.forEach(row -> {
                        LedgerTotals totals = new LedgerTotals();
                        settlement.add(totals, row, whole, nowMillis);
                        lines.add(new LedgerRow(device, row.epoch(), totals));
                    });
                }));
        lines.sort(null);
        return lines;
    }

    /** What {@link #totals} says of each site alone, in order. */
    public synchronized SortedMap<String, LedgerTotals> sites(SeriesFilter filter, long nowMillis) {
        SortedMap<String, LedgerTotals> sites = new TreeMap<>();
        eachMatching(
                filter,
                own -> own.device().ifPresent(device -> {
                    LedgerTotals totals = sites.computeIfAbsent(device.site(), site -> new LedgerTotals());
                    OfDevice whole = OfDevice.of(own, nowMillis);
                    own.forEach(row -> settlement.add(totals, row, whole, nowMillis));
                }));
        return sites;
    }

    /** A stream asks once a second: for one device all the others must not be looked at. */
    private void eachMatching(SeriesFilter filter, Consumer<DeviceRows> action) {
        Optional<DeviceId> only = filter.onlyDevice();
        Stream<DeviceRows> matching = only.isPresent()
                ? Stream.ofNullable(rows.get(only))
                : rows.values().stream()
                        .filter(own -> own.device().map(filter::matches).orElseGet(filter::matchesAllDevices));
        matching.forEach(action);
    }
}
