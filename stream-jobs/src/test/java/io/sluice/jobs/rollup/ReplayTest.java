package io.sluice.jobs.rollup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.model.batch.CountedMessage;
import io.sluice.model.ledger.proto.DeviceCounted;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.rollup.Rollup;
import io.sluice.model.rollup.RollupAccumulator;
import io.sluice.model.rollup.RollupStats;
import io.sluice.model.rollup.SeriesKey;
import io.sluice.model.rollup.Tier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any stop, restore and replay, and any pace of the clock, ends in the rollups that a plain loop works out. */
class ReplayTest {
    private static final long T0 = 1_732_410_000_000L;
    private static final String[] METRICS = {"temperature", "rpm", "running"};

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void endsInWhatAPlainLoopWorksOut(long seed) throws IOException {
        Random random = new Random(seed);
        List<ReadingBlock> blocks = blocks(random);
        EngineRun run = new EngineRun(T0);
        byte[] snapshot = run.snapshot();
        int snapshotAt = 0;
        int failures = 0;
        for (int i = 0; i < blocks.size(); i++) {
            run.take(blocks.get(i)).runTo(run.now + random.nextInt(2_500));
            if (random.nextInt(5) == 0) {
                snapshot = run.snapshot();
                snapshotAt = i + 1;
            } else if (random.nextInt(12) == 0 && failures++ < 20) {
                run.restore(snapshot);
                i = snapshotAt - 1;
            }
        }
        run.runTo(run.now + Tier.H1.widthMillis() * 30L);
        TreeMap<String, Rollup> expected = plainLoop(blocks);
        TreeMap<String, Rollup> upserted = run.upserted();
        assertEquals(expected.keySet(), upserted.keySet(), "seed " + seed);
        expected.forEach((key, rollup) -> assertEquals(rollup, upserted.get(key), "seed " + seed + " " + key));
        assertBalanced(run.lastLedger(), blocks, seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {31, 32, 33})
    void revisionsOfAWindowNeverFallButInAReplayAndThenReachTheSameContent(long seed) throws IOException {
        Random random = new Random(seed);
        EngineRun run = new EngineRun(T0);
        for (ReadingBlock block : blocks(random)) {
            run.take(block).runTo(run.now + random.nextInt(1_000));
            run.restore(run.snapshot());
        }
        Map<String, Rollup> last = new HashMap<>();
        for (Rollup rollup : run.rollups) {
            String key = rollup.series() + " " + rollup.tier() + " " + rollup.startMillis();
            Rollup before = last.put(key, rollup);
            assertTrue(before == null || before.revision() < rollup.revision(), "seed " + seed + " " + key);
        }
    }

    private static void assertBalanced(DeviceCounted fact, List<ReadingBlock> blocks, long seed) {
        long messages =
                blocks.stream().mapToLong(b -> b.block().messages().size()).sum();
        assertEquals(messages, fact.getPosition(), "seed " + seed);
        assertEquals(messages, fact.getCounted() + fact.getLate(), "seed " + seed);
        assertEquals(fact.getPositionXor(), fact.getCountedXor() ^ fact.getLateXor(), "seed " + seed);
    }

    /** Mostly in order, now and then hours back, and once a day ahead so that some of it is late for all tiers. */
    private static List<ReadingBlock> blocks(Random random) {
        Blocks pump = Blocks.ofPump();
        List<ReadingBlock> blocks = new ArrayList<>();
        long ts = T0;
        for (int i = 0; i < 150; i++) {
            List<DeviceMessage> messages = new ArrayList<>();
            int size = 1 + random.nextInt(12);
            for (int j = 0; j < size; j++) {
                ts += random.nextInt(400);
                long back = random.nextInt(20) == 0 ? random.nextInt(4 * 3_600_000) : random.nextInt(300);
                String metric = METRICS[random.nextInt(METRICS.length)];
                messages.add(pump.message(ts - back, metric, random.nextInt(10_000) / 100.0 - 20));
            }
            if (i == 75) {
                ts += 23 * 3_600_000L;
            }
            blocks.add(pump.block(messages));
        }
        return blocks;
    }

    private record Window(SeriesKey series, Tier tier, long startMillis) {
        @Override
        public String toString() {
            return series + " " + tier + " " + startMillis;
        }
    }

    private static TreeMap<String, Rollup> plainLoop(List<ReadingBlock> blocks) {
        Map<Window, RollupAccumulator> windows = new HashMap<>();
        long max = Long.MIN_VALUE;
        for (ReadingBlock block : blocks) {
            for (CountedMessage counted : block.block().messages()) {
                DeviceMessage message = counted.message();
                max = Math.max(max, message.tsMillis());
                for (Tier tier : Tier.values()) {
                    if (message.tsMillis() >= max - tier.horizonMillis()) {
                        long start = message.tsMillis() / tier.widthMillis() * tier.widthMillis();
                        SeriesKey series = new SeriesKey(message.device(), message.metric(0));
                        windows.computeIfAbsent(new Window(series, tier, start), w -> new RollupAccumulator())
                                .add(message.number(0), message.tsMillis(), message.seq(), Blocks.mix(message));
                    }
                }
            }
        }
        TreeMap<String, Rollup> rollups = new TreeMap<>();
        windows.forEach((w, content) -> rollups.put(
                w.toString(), new Rollup(w.series(), w.tier(), w.startMillis(), 0, RollupStats.of(content))));
        return rollups;
    }
}
