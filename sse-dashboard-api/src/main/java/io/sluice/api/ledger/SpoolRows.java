package io.sluice.api.ledger;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The rows of all spools, and how far gateways and ingest have told of what is in them. Guarded by its book. */
final class SpoolRows {
    private final Map<String, SpoolRow> rows = new TreeMap<>();

    /** One without facts where there was none. */
    SpoolRow row(String spool, int partition) {
        return rows.computeIfAbsent(spool + "/" + partition, key -> new SpoolRow(spool, partition));
    }

    void replaceIn(LedgerTotals totals) {
        rows.values().stream().filter(SpoolRow::hasFacts).forEach(totals::replaceByCounters);
    }

    /**
     * Whether the gateways have told of all that ingest has seen.
     *
     * @param partition where only one matters
     */
    boolean areAnnounced(Optional<Integer> partition) {
        return rows.values().stream()
                .filter(row -> partition.isEmpty() || row.partition() == partition.get())
                .allMatch(SpoolRow::isAnnounced);
    }
}
