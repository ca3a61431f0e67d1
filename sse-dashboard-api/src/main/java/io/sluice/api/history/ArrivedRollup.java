package io.sluice.api.history;

import io.sluice.model.rollup.Rollup;
import io.sluice.model.rollup.RollupStats;
import io.sluice.model.rollup.SeriesKey;
import io.sluice.model.rollup.Tier;

/**
 * A rollup as it came off its topic.
 *
 * @param content for merging with others
 * @param writtenMillis the record's timestamp: when it was written, which is what retention counts from
 */
public record ArrivedRollup(
        SeriesKey series,
        Tier tier,
        RollupPoint point,
        MergeableContent content,
        int partition,
        long offset,
        long writtenMillis) {

    /**
     * The record that held the rollup.
     *
     * @param encoded what the rollup was decoded from
     */
    public static ArrivedRollup of(Rollup rollup, byte[] encoded, int partition, long offset, long writtenMillis) {
        return new ArrivedRollup(
                rollup.series(),
                rollup.tier(),
                point(rollup),
                MergeableContent.of(rollup.stats(), encoded),
                partition,
                offset,
                writtenMillis);
    }

    private static RollupPoint point(Rollup rollup) {
        RollupStats stats = rollup.stats();
        boolean single = stats.count() == 1;
        double first = stats.first().value();
        return new RollupPoint(
                rollup.startMillis(),
                rollup.endMillis(),
                stats.count(),
                stats.sum(),
                stats.min(),
                stats.max(),
                stats.mean(),
                single ? 0 : stats.stddev(),
                single ? first : stats.quantile(0.5),
                single ? first : stats.quantile(0.95),
                single ? first : stats.quantile(0.99),
                first,
                stats.last().value(),
                rollup.revision(),
                stats.identities(),
                stats.last().tsMillis());
    }
}
