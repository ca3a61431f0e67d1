package io.sluice.bench.gateway;

import io.sluice.bench.Table;
import io.sluice.bench.gateway.GoodDevices.Seen;
import java.util.List;
import java.util.stream.Stream;

/** What good devices saw alone, and beside something that should not concern them. */
final class BesideTable {
    private static final List<String> SEEN =
            List.of("round", "alone p50", "alone p99", "p50", "p99", "× alone", "max", "unanswered");

    private final Table table;

    /**
     * @param beside heads the column of what they were beside
     * @param further columns, of which the last is the server's CPU time a second
     */
    BesideTable(String about, String beside, String... further) {
        String title =
                about + ", " + Pacer.PER_SECOND + " messages/s over " + Pacer.CONNECTIONS + " connections, in ms";
        table = new Table(
                title,
                Stream.of(Stream.of(beside), SEEN.stream(), Stream.of(further))
                        .flatMap(column -> column)
                        .toArray(String[]::new));
    }

    void add(Object what, int round, Seen alone, Seen beside, Object... further) {
        Stream<Object> seen = Stream.of(
                what,
                round,
                alone.quantiles().p50(),
                alone.quantiles().p99(),
                beside.quantiles().p50(),
                beside.quantiles().p99(),
                beside.quantiles().p99() / alone.quantiles().p99(),
                beside.quantiles().max(),
                beside.unanswered());
        table.add(Stream.concat(seen, Stream.of(further)).toArray());
    }

    List<Table> asList() {
        return List.of(table);
    }
}
