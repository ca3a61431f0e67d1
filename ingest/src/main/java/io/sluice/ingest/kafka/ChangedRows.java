package io.sluice.ingest.kafka;

import io.sluice.ingest.json.TwinJson;
import io.sluice.ingest.ledger.Facts;
import io.sluice.ingest.row.RowKind;
import io.sluice.ingest.row.RowStore;
import io.sluice.ingest.screen.EpochRow;
import io.sluice.ingest.screen.SpoolRow;
import io.sluice.ingest.twin.Twin;
import io.sluice.model.ledger.LedgerKey;
import io.sluice.model.ledger.proto.LedgerRecord;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Publishes rows that changed, each at most once a turn and as it is now. After a start all rows are due: what changed
 * just before the last stop may not have been published. They wait behind those that change now, but for a fifth of a
 * turn that is theirs however much changes.
 */
final class ChangedRows {
    /** Bounds one turn, so that a start with a large state does not outlast the transaction. */
    static final int MAX_ROWS_A_TURN = 5_000;

    /** Of a turn, what is due since the start has in any case. */
    private static final int SINCE_START_A_TURN = 1_000;

    interface Outlet {
        void ledger(String key, LedgerRecord record);

        void device(String key, byte[] json);
    }

    private final RowStore store;
    private final Facts facts;
    private final IngestMeters meters;
    private final Set<String> due = new LinkedHashSet<>();
    private final Set<String> dueSinceStart = new LinkedHashSet<>();
    private final Map<String, Long> missing = new HashMap<>();
    private boolean started;

    ChangedRows(RowStore store, Facts facts, IngestMeters meters) {
        this.store = store;
        this.facts = facts;
        this.meters = meters;
    }

    void add(String key) {
        due.add(key);
        dueSinceStart.remove(key);
    }

    void publish(Outlet outlet, long nowMillis) {
        if (!started) {
            started = true;
            store.forEach(RowKind.SPOOL, (key, row) -> dueSinceStart.add(key));
            store.forEach(RowKind.EPOCH, (key, row) -> dueSinceStart.add(key));
            store.forEach(RowKind.TWIN, (key, row) -> dueSinceStart.add(key));
            dueSinceStart.removeAll(due);
        }
        int reserved = Math.min(dueSinceStart.size(), SINCE_START_A_TURN);
        int left = publish(due, MAX_ROWS_A_TURN - reserved, outlet, nowMillis);
        publish(dueSinceStart, left + reserved, outlet, nowMillis);
    }

    /** Returns how many of so many rows are left. */
    private int publish(Set<String> keys, int most, Outlet outlet, long nowMillis) {
        Iterator<String> next = keys.iterator();
        int left = most;
        while (left > 0 && next.hasNext()) {
            publish(next.next(), outlet, nowMillis);
            next.remove();
            left--;
        }
        return left;
    }

    private void publish(String key, Outlet outlet, long nowMillis) {
        byte[] row = store.get(key);
        String name = RowKind.nameIn(key);
        switch (RowKind.of(key)) {
            case SPOOL -> publish(facts.spool(name, SpoolRow.from(row), nowMillis), outlet);
            case EPOCH -> {
                EpochRow epoch = EpochRow.from(row);
                noteMissing(key, epoch.missing());
                publish(facts.epoch(name, epoch, nowMillis), outlet);
            }
            case TWIN -> {
                int slash = name.indexOf('/');
                outlet.device(name, TwinJson.of(name.substring(0, slash), name.substring(slash + 1), Twin.from(row)));
            }
            case HASHES, RECENT, BUDGET ->
                throw new IllegalArgumentException("row must be one that is published, was " + key);
        }
    }

    private static void publish(LedgerRecord record, Outlet outlet) {
        outlet.ledger(LedgerKey.of(record), record);
    }

    private void noteMissing(String key, long count) {
        Long before = count == 0 ? missing.remove(key) : missing.put(key, count);
        meters.missingChanged((double) count - (before == null ? 0 : before));
    }

    /** These rows are no longer this task's to count. */
    void close() {
        meters.missingChanged(
                -missing.values().stream().mapToDouble(Long::doubleValue).sum());
        missing.clear();
    }
}
