package io.sluice.simulator.oracle;

import java.util.List;

/**
 * What the ledger says of one device and epoch.
 *
 * @param late for every tier
 * @param missing of which it says that nobody has seen them
 */
public record ObservedRow(EpochId of, long counted, long late, List<Range> missing) {
    /** Of seqs, inclusive on both ends. */
    public record Range(long from, long to) {}

    public ObservedRow {
        missing = List.copyOf(missing);
    }
}
