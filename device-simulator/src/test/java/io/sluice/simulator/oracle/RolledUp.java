package io.sluice.simulator.oracle;

import io.sluice.model.rollup.RollupAccumulator;

/** A window as the pipeline has it, whose accumulator the judge does not know. */
public final class RolledUp {
    private RolledUp() {}

    public static ObservedWindow window(RollupAccumulator content) {
        return new ObservedWindow(
                content.count(), (long) content.sum(), content.identities(), content.count(), stats(content));
    }

    private static WindowStats stats(RollupAccumulator content) {
        return new WindowStats(
                content.min(),
                content.max(),
                content.mean(),
                content.stddev(),
                content.quantile(0.5),
                content.quantile(0.95),
                content.quantile(0.99),
                content.first().value(),
                content.last().value());
    }
}
