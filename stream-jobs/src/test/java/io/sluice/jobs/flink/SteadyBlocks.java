package io.sluice.jobs.flink;

import io.sluice.jobs.rollup.ReadingBlock;
import io.sluice.model.batch.CountedMessage;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.LedgerCarry;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.IdentityMix;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.Provenance;
import io.sluice.model.message.ReadingKind;
import io.sluice.model.rollup.Rollup;
import io.sluice.model.rollup.RollupAccumulator;
import io.sluice.model.rollup.RollupStats;
import io.sluice.model.rollup.SeriesKey;
import io.sluice.model.rollup.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;

/**
 * A source of two splits, each with its own devices in order: first {@value #BLOCKS} blocks, then nothing but an idle
 * device's, so that the job runs on.
 */
final class SteadyBlocks {
    static final int BLOCKS = 300;
    static final int DEVICES_A_SPLIT = 3;
    static final int MESSAGES_A_BLOCK = 4;
    static final int MESSAGES = 2 * BLOCKS * MESSAGES_A_BLOCK;

    private static final long SPLIT = 1_000_000;
    private static final long T0 = 1_732_410_000_000L;

    private SteadyBlocks() {}

    static Source<ReadingBlock, ?, ?> atRate(double blocksASecond) {
        return new DataGeneratorSource<>(
                SteadyBlocks::block, 2 * SPLIT, RateLimiterStrategy.perSecond(blocksASecond), JobTypes.BLOCK);
    }

    private static ReadingBlock block(long index) {
        long split = index / SPLIT;
        int n = (int) (index % SPLIT);
        if (n >= BLOCKS) {
            return new ReadingBlock("s", new DeviceBlock(DeviceId.of("idle", "d"), "e", null, List.of()));
        }
        DeviceId device = DeviceId.of("site", "d" + (split * DEVICES_A_SPLIT + n % DEVICES_A_SPLIT));
        long before = (long) n / DEVICES_A_SPLIT * MESSAGES_A_BLOCK;
        List<CountedMessage> messages = new ArrayList<>();
        for (int i = 0; i < MESSAGES_A_BLOCK; i++) {
            messages.add(new CountedMessage(before + i, message(device, before + i + 1)));
        }
        return new ReadingBlock(
                "s", new DeviceBlock(device, "e", new LedgerCarry(before, xorBelow(device, before)), messages));
    }

    /** Of one device {@code epochs} boots in turn, each with a message a round; then as the others. */
    static Source<ReadingBlock, ?, ?> ofEpochs(int epochs, int rounds, double blocksASecond) {
        return new DataGeneratorSource<>(
                index -> index < (long) epochs * rounds
                        ? ofEpoch("boot-" + index % epochs, index / epochs)
                        : block(SPLIT + BLOCKS),
                2 * SPLIT,
                RateLimiterStrategy.perSecond(blocksASecond),
                JobTypes.BLOCK);
    }

    private static ReadingBlock ofEpoch(String epoch, long before) {
        DeviceId device = DeviceId.of("site", "d");
        return new ReadingBlock(
                "s",
                new DeviceBlock(
                        device,
                        epoch,
                        new LedgerCarry(before, xorBelow(device, epoch, before)),
                        List.of(new CountedMessage(before, message(device, epoch, before + 1)))));
    }

    static TreeMap<String, Rollup> plainLoop(int generation) {
        TreeMap<String, Rollup> rollups = new TreeMap<>();
        for (int d = 0; d < 2 * DEVICES_A_SPLIT; d++) {
            DeviceId device = DeviceId.of("site", "d" + d);
            for (Tier tier : Tier.values()) {
                TreeMap<Long, RollupAccumulator> windows = new TreeMap<>();
                for (long seq = 1; seq <= (long) BLOCKS / DEVICES_A_SPLIT * MESSAGES_A_BLOCK; seq++) {
                    DeviceMessage message = message(device, seq);
                    windows.computeIfAbsent(tier.windowStart(message.tsMillis()), w -> new RollupAccumulator())
                            .add(message.number(0), message.tsMillis(), seq, mix(device, seq));
                }
                SeriesKey series = new SeriesKey(device, "t");
                windows.forEach((start, content) -> rollups.put(
                        series + " " + tier + " " + start,
                        new Rollup(series, tier, start, generation, RollupStats.of(content))));
            }
        }
        return rollups;
    }

    private static DeviceMessage message(DeviceId device, long seq) {
        return message(device, "e", seq);
    }

    private static DeviceMessage message(DeviceId device, String epoch, long seq) {
        return new DeviceMessage(
                device,
                epoch,
                seq,
                T0 + seq * 333,
                Provenance.DEVICE,
                new String[] {"t"},
                new ReadingKind[] {ReadingKind.NUMBER},
                new double[] {seq % 17 / 10.0},
                null);
    }

    private static long xorBelow(DeviceId device, long count) {
        return xorBelow(device, "e", count);
    }

    private static long xorBelow(DeviceId device, String epoch, long count) {
        long xor = 0;
        for (long seq = 1; seq <= count; seq++) {
            xor ^= IdentityMix.mix(IdentityMix.seed(device, epoch), seq);
        }
        return xor;
    }

    private static long mix(DeviceId device, long seq) {
        return IdentityMix.mix(IdentityMix.seed(device, "e"), seq);
    }
}
