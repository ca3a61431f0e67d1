package io.sluice.simulator.oracle;

import java.util.List;

/**
 * What the ledger says of one device and epoch.
 *
 * @param produced the highest seq that it knows of
 * @param late for every tier
 * @param missing how many seqs nobody has seen
 * @param missingRanges the lowest of them
 */
public record ObservedRow(EpochId of, long produced, long counted, long late, long missing, List<Range> missingRanges) {
    /** Of seqs, inclusive on both ends. */
    public record Range(long from, long to) {
        boolean has(long seq) {
            return from <= seq && seq <= to;
        }
    }

    public ObservedRow {
        missingRanges = List.copyOf(missingRanges);
    }

    boolean isMissing(long seq) {
        return missingRanges.stream().anyMatch(range -> range.has(seq));
    }

    /** Up to which seq its ranges are all that is missing. */
    long rangesEnd() {
        long named = missingRanges.stream()
                .mapToLong(range -> range.to() - range.from() + 1)
                .sum();
        return named >= missing
                ? Long.MAX_VALUE
                : missingRanges.stream().mapToLong(Range::to).max().orElse(0);
    }
}
