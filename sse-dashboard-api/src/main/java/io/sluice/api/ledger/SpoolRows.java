package io.sluice.api.ledger;

import io.sluice.model.ledger.proto.DeviceAppended;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The rows of all spools, and how far gateways and ingest have told of what is in them. Guarded by its book. */
final class SpoolRows {
    private final Map<String, SpoolRow> rows = new TreeMap<>();

    /** One without facts where there was none. */
    SpoolRow row(String spool, int partition) {
        return rows.computeIfAbsent(spool + "/" + partition, key -> new SpoolRow());
    }

    void replaceIn(LedgerTotals totals) {
        rows.values().forEach(totals::replaceByCounters);
    }

    /**
     * Whether the gateways have told of all that ingest has seen.
     *
     * @param partition where only one matters
     */
    boolean areAnnounced(Optional<Integer> partition) {
        String ending = partition.map(number -> "/" + number).orElse("");
        return rows.entrySet().stream()
                .filter(spool -> spool.getKey().endsWith(ending))
                .allMatch(spool -> spool.getValue().isAnnounced());
    }

    /** Whether ingest is past all that was appended. */
    boolean areCommitted(Collection<DeviceAppended> facts) {
        return facts.stream()
                .allMatch(fact -> row(fact.getSpool(), fact.getPartition()).committedCounter() > fact.getLastCounter());
    }

    /** As {@link #areCommitted}, so long ago that the rows of the same transactions have come, too. */
    boolean areCommittedForLong(Collection<DeviceAppended> facts, long nowMillis) {
        return facts.stream()
                .allMatch(fact ->
                        row(fact.getSpool(), fact.getPartition()).settledCounter(nowMillis) > fact.getLastCounter());
    }
}
