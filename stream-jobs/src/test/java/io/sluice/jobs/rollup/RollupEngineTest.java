package io.sluice.jobs.rollup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.model.ledger.proto.DeviceCounted;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.rollup.Rollup;
import io.sluice.model.rollup.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RollupEngineTest {
    /** A full hour, so that the windows of all tiers start here. */
    private static final long T0 = 1_732_410_000_000L;

    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;

    private final Blocks pump = Blocks.ofPump();

    @Test
    void publishesAWindowShortlyAfterItsEndAndNotBefore() {
        EngineRun run = new EngineRun(T0 + 400).take(pump.at(T0 + 100, T0 + 300));
        run.runTo(T0 + 1_149);
        assertTrue(run.rollups.isEmpty());
        run.runTo(T0 + 1_150);
        assertEquals(1, run.rollups.size());
        Rollup first = run.rollups.get(0);
        assertEquals(Tier.S1, first.tier());
        assertEquals(T0, first.startMillis());
        assertEquals(2, first.revision());
        assertEquals("plant-1/pump-7/t", first.series().toString());
    }

    @Test
    void publishesAReadingInTheWindowsOfAllTiersAsEachEnds() {
        EngineRun run = new EngineRun(T0 + 400).take(pump.at(T0 + 100)).runTo(T0 + HOUR + 150);
        assertEquals(
                List.of(Tier.S1, Tier.S10, Tier.M1, Tier.H1),
                run.rollups.stream().map(Rollup::tier).toList());
        assertTrue(run.rollups.stream().allMatch(rollup -> rollup.stats().count() == 1));
    }

    @Test
    void publishesACorrectionAtOnceThenCoalescesWhatFollows() {
        EngineRun run = new EngineRun(T0 + 400).take(pump.at(T0 + 100)).runTo(T0 + 2_000);
        run.take(pump.at(T0 + 200)).runTo(T0 + 2_000);
        assertEquals(2, run.of(Tier.S1).get(1).revision());
        run.runTo(T0 + 2_050).take(pump.at(T0 + 300));
        run.runTo(T0 + 2_100).take(pump.at(T0 + 400));
        run.runTo(T0 + 2_199);
        assertEquals(2, run.of(Tier.S1).size());
        run.runTo(T0 + 2_200);
        assertEquals(3, run.of(Tier.S1).size());
        assertEquals(4, run.of(Tier.S1).get(2).revision());
    }

    @Test
    void aClockThatWasSetBackDoesNotHoldACorrectionUntilItHasCaughtUp() {
        EngineRun run = new EngineRun(T0 + HOUR).take(pump.at(T0 + 100)).runTo(T0 + HOUR + 10);
        run.now = T0 + 2_000;
        run.take(pump.at(T0 + 200)).runTo(T0 + 2_200);
        assertEquals(2, run.of(Tier.S1).size());
    }

    @Test
    void doesNotPublishAgainWhatDidNotChange() {
        EngineRun run = new EngineRun(T0 + 400).take(pump.at(T0 + 100)).runTo(T0 + 5_000);
        run.take(pump.at(T0 + 4_900)).runTo(T0 + 9_000);
        assertEquals(
                List.of(T0, T0 + 4_000),
                run.of(Tier.S1).stream().map(Rollup::startMillis).toList());
    }

    @Test
    void aReadingAtTheHorizonIsTakenAndOneBelowItIsLateForThatTierOnly() {
        EngineRun run = new EngineRun(T0 + HOUR);
        run.take(pump.at(T0 + HOUR - 1));
        run.take(pump.at(T0 + HOUR - 1 - Tier.S1.horizonMillis()));
        run.take(pump.at(T0 + HOUR - 2 - Tier.S1.horizonMillis())).runTo(T0 + 2 * HOUR);
        assertEquals(
                List.of(1L, 1L), run.of(Tier.S1).stream().map(Rollup::revision).toList());
        assertEquals(3, run.of(Tier.H1).get(0).revision());
        assertEquals(Map.of("1s", 1L), run.lastLedger().getLateByTierMap());
        assertTrue(run.late.isEmpty());
    }

    @Test
    void whatNoTierTakesIsSentOnWithItsCountersAndCountedAsLate() {
        EngineRun run = new EngineRun(T0);
        run.take(pump.at(T0)).take(pump.at(T0 - 24 * HOUR - 1, T0 - 24 * HOUR)).runTo(T0 + 2_000);
        assertEquals(1, run.late.size());
        assertEquals("spool-a", run.late.get(0).spool());
        assertEquals(1, run.late.get(0).blocks().get(0).messages().get(0).counter());
        DeviceCounted fact = run.lastLedger();
        assertEquals(3, fact.getPosition());
        assertEquals(2, fact.getCounted());
        assertEquals(1, fact.getLate());
        assertEquals(fact.getPositionXor(), fact.getCountedXor() ^ fact.getLateXor());
        assertEquals(1, fact.getReadingsLate());
    }

    @Test
    void anHourOfBacklogInOrderIsCountedInEveryWindow() {
        EngineRun run = new EngineRun(T0 + 2 * HOUR);
        for (int block = 0; block < 360; block++) {
            long[] times = new long[10];
            for (int i = 0; i < times.length; i++) {
                times[i] = T0 + (block * 10L + i) * 1_000;
            }
            run.take(pump.at(times)).runTo(run.now + 3);
        }
        run.runTo(T0 + 3 * HOUR);
        assertEquals(
                3_600,
                run.upserted().values().stream()
                        .filter(r -> r.tier() == Tier.S1)
                        .count());
        assertEquals(
                60,
                run.upserted().values().stream()
                        .filter(r -> r.tier() == Tier.M1)
                        .count());
        assertEquals(3_600, run.of(Tier.H1).get(run.of(Tier.H1).size() - 1).revision());
        assertEquals(0, run.lastLedger().getLateByTierCount());
        // Coalesced: 360 blocks in about a second must not publish the hour 360 times.
        assertTrue(run.of(Tier.H1).size() < 12, "was " + run.of(Tier.H1).size());
    }

    /** An hour ahead a window that has ended was due soon; by the right clock it would be in an hour. */
    @Test
    void aClockThatIsSetBackHoldsNoWindowAndNoFactUntilItIsThereAgain() {
        EngineRun run = new EngineRun(T0 + HOUR).take(pump.at(T0));
        run.now = T0 + 10_000;
        run.take(pump.at(T0 + 1)).runTo(T0 + 11_000);

        assertEquals(2, run.of(Tier.S1).get(0).revision());
        assertEquals(2, run.lastLedger().getCounted());
        assertEquals(0, run.of(Tier.H1).size(), "has not ended by the right clock");
    }

    @Test
    void aDeviceThatSendsNewestFirstIsLateByItsOwnDoing() {
        EngineRun run = new EngineRun(T0 + HOUR);
        for (int minute = 59; minute >= 0; minute--) {
            run.take(pump.at(T0 + minute * MINUTE));
        }
        run.runTo(T0 + 2 * HOUR);
        DeviceCounted fact = run.lastLedger();
        assertEquals(60, fact.getCounted());
        assertEquals(57, fact.getLateByTierOrThrow("1s"));
        assertEquals(44, fact.getLateByTierOrThrow("10s"));
        assertEquals(0, fact.getLate());
    }

    @Test
    void aWindowThatGoesOutOfReachIsPublishedBeforeItIsForgotten() {
        // The clock stands still: no timer fires between these blocks.
        EngineRun run = new EngineRun(T0 + HOUR).take(pump.at(T0)).take(pump.at(T0 + 10 * MINUTE));
        assertEquals(
                List.of(T0), run.of(Tier.S1).stream().map(Rollup::startMillis).toList());
        assertEquals(1, run.state().tiers[0].size());
    }

    @Test
    void textIsNotRolledUpButItsMessageIsCounted() {
        EngineRun run = new EngineRun(T0).take(pump.block(List.of(pump.text(T0, "mode", "auto"))));
        run.runTo(T0 + 2 * HOUR);
        assertTrue(run.rollups.isEmpty());
        assertEquals(1, run.lastLedger().getCounted());
        assertEquals(0, run.lastLedger().getReadingsCounted());
    }

    @Test
    void aMessageOfMoreMetricsThanADeviceMayHaveIsTakenByNoTierAndSentOn() {
        EngineRun run = new EngineRun(T0).take(withAllMetrics(T0));
        run.take(pump.block(List.of(pump.metrics(T0 + 1, DevicePanes.MAX_SERIES - 1, 2))));
        run.take(pump.block(List.of(pump.metrics(T0 + 2, DevicePanes.MAX_SERIES - 1, 1))));
        run.runTo(T0 + 2_000);
        assertEquals(DevicePanes.MAX_SERIES, run.state().seriesCount());
        assertEquals(
                T0 + 1,
                run.late.get(0).blocks().get(0).messages().get(0).message().tsMillis());
        DeviceCounted fact = run.lastLedger();
        assertEquals(1, fact.getLate());
        assertEquals(2, fact.getReadingsLate());
        assertEquals(fact.getPosition(), fact.getCounted() + fact.getLate());
        assertEquals(fact.getPositionXor(), fact.getCountedXor() ^ fact.getLateXor());
    }

    @Test
    void whatNoTierTakesMovesTheDevicesTimeOrAllThatIsNewWouldBeLateForGood() {
        EngineRun run = new EngineRun(T0).take(withAllMetrics(T0));
        run.take(pump.block(List.of(pump.metrics(T0 + 30 * HOUR, -1, 1))));
        run.take(pump.block(List.of(pump.metrics(T0 + 30 * HOUR + 1, -1, 1)))).runTo(T0 + 2_000);
        assertEquals(DevicePanes.MAX_SERIES / 1_000 + 1, run.lastLedger().getCounted());
        assertEquals(1, run.lastLedger().getLate());
        assertEquals(
                Map.of("1s", 1L, "10s", 1L, "1m", 1L, "1h", 1L),
                run.lastLedger().getLateByTierMap());
    }

    @Test
    void metricsOfWhichNoWindowIsKeptMakeRoomForOthers() {
        EngineRun run = new EngineRun(T0).take(withAllMetrics(T0));
        // A window of the last metric outlasts the others by an hour.
        run.take(pump.block(List.of(pump.metrics(T0 + HOUR, DevicePanes.MAX_SERIES - 1, 1))));
        run.take(pump.block(List.of(pump.metrics(T0 + 25 * HOUR, DevicePanes.MAX_SERIES - 1, 1))));
        assertEquals(1, run.state().seriesCount());
        run.take(pump.block(List.of(pump.metrics(T0 + HOUR + 1, DevicePanes.MAX_SERIES - 2, 2))));
        run.runTo(T0 + 27 * HOUR);
        assertEquals(0, run.lastLedger().getLate());
        assertEquals(
                List.of("m3998 1", "m3999 2"),
                run.upserted().values().stream()
                        .filter(rollup -> rollup.tier() == Tier.H1 && rollup.startMillis() == T0 + HOUR)
                        .map(rollup ->
                                rollup.series().metric() + " " + rollup.stats().count())
                        .toList());
        assertTrue(run.rollups.stream()
                .allMatch(rollup -> rollup.series()
                        .metric()
                        .equals("m" + (int) rollup.stats().max())));
    }

    private ReadingBlock withAllMetrics(long tsMillis) {
        List<DeviceMessage> messages = new ArrayList<>();
        for (int from = 0; from < DevicePanes.MAX_SERIES; from += 1_000) {
            messages.add(pump.metrics(tsMillis, from, 1_000));
        }
        return pump.block(messages);
    }

    @Test
    void tellsTheLedgerASecondAfterAChange() {
        EngineRun run = new EngineRun(T0).take(pump.at(T0)).runTo(T0 + 500).take(pump.at(T0 + 1));
        run.runTo(T0 + 999);
        assertTrue(run.ledger.isEmpty());
        run.runTo(T0 + 1_000);
        assertEquals(2, run.lastLedger().getPosition());
        run.runTo(T0 + 10_000);
        assertEquals(1, run.ledger.size());
    }

    @Test
    void aBlockLostOnTheWayShowsAsImbalance() {
        EngineRun run = new EngineRun(T0).take(pump.at(T0, T0 + 1));
        pump.at(T0 + 2); // lost
        run.take(pump.at(T0 + 3)).runTo(T0 + 2_000);
        DeviceCounted fact = run.lastLedger();
        assertEquals(1, fact.getPosition() - fact.getCounted() - fact.getLate());
        assertTrue((fact.getPositionXor() ^ fact.getCountedXor() ^ fact.getLateXor()) != 0);
    }

    @Test
    void epochsOfADeviceShareItsTimeButNotTheirRows() {
        EngineRun run = new EngineRun(T0).take(pump.at(T0));
        run.take(new Blocks(Blocks.PUMP, "next").at(T0 + 1)).runTo(T0 + 1_150);
        assertEquals(2, run.of(Tier.S1).get(0).revision());
        assertEquals(2, run.ledger.size());
        assertTrue(run.ledger.stream().allMatch(fact -> fact.getPosition() == 1 && fact.getCounted() == 1));
    }

    @Test
    void anEpochOfLongAgoGoesOnWhereItWas() {
        EngineRun run = new EngineRun(T0 + 2 * HOUR)
                .take(pump.at(T0 + 25 * HOUR))
                .take(pump.at(T0))
                .take(pump.at(T0 + 2 * HOUR));
        run.runTo(run.now + 2_000);
        for (int i = 0; i < DevicePanes.MAX_EPOCHS; i++) {
            run.take(new Blocks(Blocks.PUMP, "e" + i).at(T0 + 25 * HOUR)).runTo(run.now + 2_000);
        }
        run.take(pump.at(T0 + 25 * HOUR)).runTo(run.now + 2_000);
        DeviceCounted fact = run.lastLedger();
        assertEquals(Blocks.EPOCH, fact.getEpoch());
        assertEquals(4, fact.getPosition());
        assertEquals(3, fact.getCounted());
        assertEquals(1, fact.getLate());
        assertEquals(fact.getPositionXor(), fact.getCountedXor() ^ fact.getLateXor());
        assertEquals(3, fact.getReadingsCounted());
        assertEquals(2, fact.getLateByTierOrThrow("1m"));
    }

    @Test
    void manyEpochsAtOnceAreHeldUntilTheyAreToldAndNoLonger() {
        EngineRun run = new EngineRun(T0);
        for (int i = 0; i < 2 * DevicePanes.MAX_EPOCHS; i++) {
            run.take(new Blocks(Blocks.PUMP, "e" + i).at(T0));
        }
        assertEquals(2 * DevicePanes.MAX_EPOCHS, run.state().epochs.size());
        run.runTo(T0 + 2_000).take(pump.at(T0));
        assertEquals(DevicePanes.MAX_EPOCHS, run.state().epochs.size());
    }

    /** Kafka has deleted the first block, whose readings stand in the rollups of the generation before. */
    @Test
    void aRebuildReplacesNoWindowOfWhichItMayLackAPart() {
        pump.at(T0, T0 + 1_000);
        EngineRun run = new EngineRun(T0 + 2_000, 3).take(pump.at(T0 + 1_500)).take(pump.at(T0 + 3 * MINUTE));
        run.runTo(T0 + 2 * HOUR);

        assertEquals(
                List.of((2L << 40) + 1, (3L << 40) + 1),
                run.of(Tier.S1).stream().map(Rollup::revision).toList());
        assertEquals((2L << 40) + 2, run.of(Tier.H1).get(0).revision(), "up to a day later");
        DeviceCounted fact = run.lastLedger();
        assertEquals(4, fact.getPosition());
        assertEquals(4, fact.getCounted());
        assertEquals(fact.getPositionXor(), fact.getCountedXor());
    }

    @Test
    void withoutARebuildWhatIsNotThereIsNotCounted() {
        pump.at(T0, T0 + 1_000);
        EngineRun run = new EngineRun(T0 + 2_000).take(pump.at(T0 + 1_500)).runTo(T0 + 2 * HOUR);

        assertEquals(3, run.lastLedger().getPosition());
        assertEquals(1, run.lastLedger().getCounted());
        assertEquals(1, run.of(Tier.S1).get(0).revision());
    }

    @Test
    void generationLiftsTheRevision() {
        EngineRun run = new EngineRun(T0, 3).take(pump.at(T0)).runTo(T0 + 1_150);
        assertEquals((3L << 40) + 1, run.rollups.get(0).revision());
    }
}
