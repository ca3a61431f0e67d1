package io.sluice.api;

import io.sluice.api.history.ArrivedRollup;
import io.sluice.api.history.RollupStore;
import io.sluice.api.history.TierStore;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.IdentityMix;
import io.sluice.model.rollup.Rollup;
import io.sluice.model.rollup.RollupAccumulator;
import io.sluice.model.rollup.RollupCodec;
import io.sluice.model.rollup.RollupStats;
import io.sluice.model.rollup.SeriesKey;
import io.sluice.model.rollup.Tier;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Rollups as they would come off Kafka, without Kafka: the feed of the tests. */
public final class TestRollups {
    public static final int PARTITIONS = 4;

    private final RollupStore store;
    private final Map<Tier, long[]> offsets = new EnumMap<>(Tier.class);

    public TestRollups() {
        this(7);
    }

    public TestRollups(int epoch) {
        store = new RollupStore(Arrays.stream(Tier.values())
                .map(tier -> new TierStore(tier, Duration.ofHours(2), PARTITIONS, epoch))
                .toList());
    }

    public RollupStore store() {
        return store;
    }

    public TierStore tier(Tier tier) {
        return store.tier(tier);
    }

    public static SeriesKey series(String site, String device, String metric) {
        return new SeriesKey(DeviceId.of(site, device), metric);
    }

    public static int partitionOf(SeriesKey series) {
        return Math.floorMod(series.toString().hashCode(), PARTITIONS);
    }

    /** Writes the window with these values, seq 1 first, and reads it. */
    public ArrivedRollup write(SeriesKey series, Tier tier, long start, double... values) {
        return writeAt(start, series, tier, start, 0, values);
    }

    public ArrivedRollup writeAt(
            long writtenMillis, SeriesKey series, Tier tier, long start, int generation, double... values) {
        int partition = partitionOf(series);
        ArrivedRollup arrived = arrived(
                rollup(series, tier, start, generation, values),
                partition,
                offsets.computeIfAbsent(tier, key -> new long[PARTITIONS])[partition]++,
                writtenMillis);
        store.tier(tier).apply(arrived);
        return arrived;
    }

    public static Rollup rollup(SeriesKey series, Tier tier, long start, int generation, double... values) {
        RollupAccumulator content = new RollupAccumulator();
        long seed = IdentityMix.seed(series.device(), "e");
        for (int i = 0; i < values.length; i++) {
            long seq = start / 10 + i + 1;
            content.add(values[i], start + i, seq, IdentityMix.mix(seed, seq));
        }
        return new Rollup(series, tier, start, generation, RollupStats.of(content));
    }

    public static ArrivedRollup arrived(Rollup rollup, int partition, long offset, long writtenMillis) {
        return ArrivedRollup.of(rollup, RollupCodec.encode(rollup), partition, offset, writtenMillis);
    }
}
