package io.sluice.api.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.JsonTree;
import io.sluice.api.ManualClock;
import io.sluice.api.TestRollups;
import io.sluice.api.devices.DeviceRegistry;
import io.sluice.api.history.NamePattern;
import io.sluice.api.history.SeriesFilter;
import io.sluice.api.ledger.LedgerBook;
import io.sluice.model.ledger.proto.LedgerRecord;
import io.sluice.model.ledger.proto.SpoolAppended;
import io.sluice.model.rollup.SeriesKey;
import io.sluice.model.rollup.Tier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamHubTest {
    private static final long T0 = 1_732_412_345_000L;
    private static final SeriesKey PUMP = TestRollups.series("plant-1", "pump-7", "temperature");
    private static final SeriesKey FAN = TestRollups.series("plant-2", "fan-1", "rpm");

    private final ManualClock clock = new ManualClock(T0);
    private final TestRollups rollups = new TestRollups();
    private final DeviceRegistry devices = new DeviceRegistry();
    private final Counts counts = new Counts();
    private final LedgerBook ledger = new LedgerBook(4);
    private final StreamHub hub = new StreamHub(rollups.store(), devices, ledger, clock, counts, 100, "1.2.3");

    @Test
    void aFreshViewerIsGreetedWithTheLatestWindowOfEverySeriesThatMatches() {
        rollups.write(PUMP, Tier.S1, T0 - 2_000, 1);
        rollups.write(PUMP, Tier.S1, T0 - 1_000, 2, 3);
        rollups.write(FAN, Tier.S1, T0 - 1_000, 9);
        FakeOutlet viewer = join(only("plant-1"), Optional.empty());

        assertTrue(viewer.text().startsWith("retry: "), viewer.text());
        SseEvents.Event hello = viewer.events().get(0);
        assertEquals("hello", hello.name());
        assertEquals("{\"version\":\"1.2.3\",\"resume\":\"reset\",\"now\":" + T0 + "}", hello.data());
        SseEvents.Event snapshot = viewer.events().get(1);
        assertEquals("snapshot", snapshot.name());
        assertEquals(rollups.tier(Tier.S1).position().text(), snapshot.lastEventId());
        assertEquals(1, snapshot.points().size());
        assertEquals(
                "{site=plant-1, device=pump-7, metric=temperature, tier=1s, start=" + (T0 - 1_000) + ", end=" + T0
                        + ", count=2, sum=5.0, min=2.0, max=3.0, mean=2.5, stddev=0.5, p50=2.0, p95=3.0, p99=3.0,"
                        + " first=2.0, last=3.0, revision=2, identities="
                        + snapshot.points().get(0).get("identities") + "}",
                snapshot.points().get(0).toString());
        assertTrue(snapshot.data().matches(".*\"identities\":\"[0-9a-f]{16}\"}]"));
    }

    @Test
    void theFirstFrameComes25MillisecondsAfterAChangeAndTheNextNotBeforeTheFrameTime() {
        FakeOutlet viewer = join(SeriesFilter.ALL, Optional.empty());
        rollups.write(PUMP, Tier.S1, T0, 1);
        runFor(24);
        assertEquals(0, viewer.events("rollups").size());
        runFor(1);
        assertEquals(1, viewer.events("rollups").size());

        rollups.write(PUMP, Tier.S1, T0 + 1_000, 1);
        runFor(249);
        assertEquals(1, viewer.events("rollups").size());
        runFor(1);
        assertEquals(2, viewer.events("rollups").size());
    }

    @Test
    void theHubSaysWhenItWantsToBeCalledAgain() {
        join(SeriesFilter.ALL, Optional.empty());
        hub.run(clock.millis());
        rollups.write(PUMP, Tier.S1, T0, 1);
        assertEquals(T0 + 25, hub.run(clock.millis()));
    }

    @Test
    void aFrameHoldsEachWindowOnceInItsLatestRevision() {
        FakeOutlet viewer = join(SeriesFilter.ALL, Optional.empty());
        rollups.write(PUMP, Tier.S1, T0, 1);
        rollups.write(FAN, Tier.S1, T0, 5);
        rollups.write(PUMP, Tier.S1, T0, 1, 2);
        runFor(25);
        SseEvents.Event frame = viewer.events("rollups").get(0);
        assertEquals(
                List.of(2L, 1L),
                frame.points().stream().map(p -> p.get("count")).toList());
        assertEquals(rollups.tier(Tier.S1).position().text(), frame.lastEventId());
    }

    @Test
    void viewersOfOneFilterShareTheBytesOfAFrame() {
        FakeOutlet one = join(SeriesFilter.ALL, Optional.empty());
        FakeOutlet two = join(SeriesFilter.ALL, Optional.empty());
        rollups.write(PUMP, Tier.S1, T0, 1);
        runFor(25);
        assertSame(last(one).array(), last(two).array());
        assertEquals(1, counts.frames.size());
    }

    @Test
    void whatDoesNotMatchMakesNoFrame() {
        FakeOutlet viewer = join(only("plant-1"), Optional.empty());
        rollups.write(FAN, Tier.S1, T0, 1);
        rollups.write(PUMP, Tier.S10, T0 - 5_000, 1);
        runFor(1_000);
        assertEquals(0, viewer.events("rollups").size());
        rollups.write(PUMP, Tier.S1, T0, 1);
        runFor(25);
        assertEquals(1, viewer.events("rollups").size());
    }

    @Test
    void aSlowViewerGetsOneConflatedFrameAndThenTheSharedOnesAgain() {
        FakeOutlet fast = join(SeriesFilter.ALL, Optional.empty());
        FakeOutlet slow = join(SeriesFilter.ALL, Optional.empty());
        slow.isSlow = true;
        for (int i = 0; i < 5; i++) {
            rollups.write(PUMP, Tier.S1, T0 + 1_000L * i, 1);
            rollups.write(FAN, Tier.S1, T0, 1.0 * i);
            runFor(250);
        }
        assertEquals(5, fast.events("rollups").size());
        assertEquals(1, slow.events("rollups").size());
        int before = slow.writes.size();

        slow.isSlow = false;
        slow.complete();
        List<SseEvents.Event> frames = slow.events("rollups");
        assertEquals(2, frames.size());
        assertEquals(5, frames.get(1).points().size());
        assertEquals(fast.events("rollups").get(4).lastEventId(), frames.get(1).lastEventId());
        assertTrue(slow.writes.size() - before <= 2, "rollups, and perhaps the ledger");
        assertEquals(1, counts.conflated);

        rollups.write(PUMP, Tier.S1, T0 + 9_000, 1);
        runFor(250);
        assertSame(last(fast).array(), last(slow).array());
        assertEquals(1, counts.conflated);
    }

    @Test
    void viewersEquallyFarBehindShareTheirConflatedFrame() {
        FakeOutlet one = join(SeriesFilter.ALL, Optional.empty());
        FakeOutlet two = join(SeriesFilter.ALL, Optional.empty());
        one.isSlow = true;
        two.isSlow = true;
        for (int i = 0; i < 3; i++) {
            rollups.write(PUMP, Tier.S1, T0 + 1_000L * i, 1);
            runFor(250);
        }
        one.complete();
        two.complete();
        assertSame(last(one).array(), last(two).array());
    }

    @Test
    void silenceIsBrokenByACommentAfter15Seconds() {
        FakeOutlet viewer = join(SeriesFilter.ALL, Optional.empty());
        runFor(1_000);
        int before = viewer.writes.size();
        runFor(13_900);
        assertEquals(before, viewer.writes.size());
        runFor(3_000);
        assertEquals(before + 1, viewer.writes.size());
        assertTrue(viewer.text().endsWith(": heartbeat\n\n"));
    }

    @Test
    void aViewerThatTakesNothingFor30SecondsIsGivenUp() {
        FakeOutlet viewer = join(SeriesFilter.ALL, Optional.empty());
        viewer.isSlow = true;
        rollups.write(PUMP, Tier.S1, T0, 1);
        runFor(25);
        assertTrue(viewer.isWriting());
        runFor(28_000);
        assertNull(viewer.aborted);
        runFor(4_000);
        assertNotNull(viewer.aborted);
        assertEquals(0, hub.viewers());
        assertEquals(1, counts.stalled);
    }

    @Test
    void whoLeavesIsForgotten() {
        FakeOutlet viewer = join(SeriesFilter.ALL, Optional.empty());
        viewer.isSlow = true;
        rollups.write(PUMP, Tier.S1, T0, 1);
        runFor(25);
        viewer.fail();
        assertEquals(0, hub.viewers());
        rollups.write(PUMP, Tier.S1, T0 + 1_000, 1);
        runFor(500);
        assertEquals(1, counts.frames.size());
    }

    @Test
    void oneViewerTooManyIsToldBye() {
        StreamHub small = new StreamHub(rollups.store(), devices, new LedgerBook(4), clock, counts, 1, "1");
        FakeOutlet first = new FakeOutlet();
        small.join(request(SeriesFilter.ALL, Optional.empty()), first);
        FakeOutlet second = new FakeOutlet();
        small.join(request(SeriesFilter.ALL, Optional.empty()), second);
        assertTrue(second.isEnded);
        assertTrue(second.events("bye").get(0).data().startsWith("{\"reason\":\"limit\",\"retry\":1"));
        assertFalse(first.isEnded);
        assertEquals(1, small.viewers());
    }

    @Test
    void atTheEndEveryoneIsToldByeAlsoWhoIsBusyAndWhoComesLate() {
        FakeOutlet idle = join(SeriesFilter.ALL, Optional.empty());
        FakeOutlet busy = join(SeriesFilter.ALL, Optional.empty());
        busy.isSlow = true;
        rollups.write(PUMP, Tier.S1, T0, 1);
        runFor(25);
        hub.sayBye();
        assertTrue(idle.isEnded);
        assertEquals("bye", idle.events().get(idle.events().size() - 1).name());
        assertFalse(busy.isEnded);
        busy.complete();
        assertTrue(busy.isEnded);
        assertTrue(join(SeriesFilter.ALL, Optional.empty()).isEnded);
        assertEquals(0, hub.viewers());
    }

    @Test
    void devicesThatChangeAreToldAtMostOnceASecondAndAlsoWhenTheyFallSilent() {
        FakeOutlet viewer = join(only("plant-1"), Optional.empty());
        see("plant-1", "pump-7", 1);
        see("plant-2", "fan-1", 1);
        runFor(10);
        see("plant-1", "pump-7", 2);
        runFor(900);
        List<SseEvents.Event> events = viewer.events("devices");
        assertEquals(1, events.size());
        assertEquals("pump-7", events.get(0).points().get(0).get("device"));
        assertEquals(true, events.get(0).points().get(0).get("online"));
        runFor(200);
        assertEquals(2L, viewer.events("devices").get(1).points().get(0).get("seq"));
        runFor(12_000);
        assertEquals(false, viewer.events("devices").get(2).points().get(0).get("online"));
    }

    @Test
    void theLedgerIsToldAtOnceAndThenWhenItChanged() {
        FakeOutlet viewer = join(SeriesFilter.ALL, Optional.empty());
        runFor(5_000);
        assertEquals(1, viewer.events("ledger").size());
        assertEquals(0L, JsonTree.object(viewer.events("ledger").get(0).data()).get("residue"));
    }

    @Test
    void afterTheClockWentBackEverythingIsToldAsBefore() {
        FakeOutlet viewer = join(SeriesFilter.ALL, Optional.empty());
        see("plant-1", "pump-7", 1);
        rollups.write(PUMP, Tier.S1, T0, 1);
        runFor(1_000);
        rollups.write(PUMP, Tier.S1, T0 + 1_000, 1);
        hub.run(clock.millis());
        clock.advance(-3_600_000);
        see("plant-1", "pump-7", 2);
        runFor(25);
        assertEquals(2, viewer.events("rollups").size());
        assertEquals(2, viewer.events("devices").size());

        runFor(29_000);
        assertTrue(viewer.text().endsWith(": heartbeat\n\n"), "the device fell silent on the way");
    }

    @Test
    void theLedgerIsToldAsBeforeAfterTheClockWentBack() {
        FakeOutlet viewer = join(SeriesFilter.ALL, Optional.empty());
        runFor(1_000);
        clock.advance(-3_600_000);
        ledger.apply(
                LedgerRecord.newBuilder()
                        .setWriter("1a2b3c4d/0")
                        .setSpoolAppended(
                                SpoolAppended.newBuilder().setSpool("1a2b3c4d").setAppendPosition(5))
                        .build(),
                clock.millis());
        runFor(1);
        assertEquals(2, viewer.events("ledger").size());
    }

    @Test
    void whoComesAfterTheClockWentBackSeesTheLatest() {
        rollups.write(PUMP, Tier.S1, T0, 1);
        join(SeriesFilter.ALL, Optional.empty());
        clock.advance(-3_600_000);
        rollups.write(PUMP, Tier.S1, T0 + 1_000, 1);
        FakeOutlet viewer = join(SeriesFilter.ALL, Optional.empty());
        assertEquals(T0 + 1_000, viewer.events().get(1).points().get(0).get("start"));
    }

    @Test
    void aViewerThatTakesNothingIsGivenUpAlsoWhereTheClockWentBack() {
        FakeOutlet viewer = join(SeriesFilter.ALL, Optional.empty());
        viewer.isSlow = true;
        rollups.write(PUMP, Tier.S1, T0, 1);
        runFor(25);
        clock.advance(-3_600_000);
        runFor(1);
        assertNotNull(viewer.aborted);
    }

    private void see(String site, String device, int seq) {
        devices.apply(
                site + "/" + device,
                ("{\"site\":\"" + site + "\",\"device\":\"" + device + "\",\"lastSeen\":" + clock.millis() + ",\"seq\":"
                                + seq + ",\"cadenceMillis\":1000,\"values\":{}}")
                        .getBytes(StandardCharsets.UTF_8),
                clock.millis());
    }

    private FakeOutlet join(SeriesFilter filter, Optional<String> lastEventId) {
        FakeOutlet outlet = new FakeOutlet();
        hub.join(request(filter, lastEventId), outlet);
        hub.run(clock.millis());
        return outlet;
    }

    private static StreamRequest request(SeriesFilter filter, Optional<String> lastEventId) {
        return new StreamRequest(Tier.S1, filter, 250, RollupForm.POINTS, lastEventId);
    }

    private static SeriesFilter only(String site) {
        return new SeriesFilter(List.of(NamePattern.parse(site)), List.of(), List.of());
    }

    private static ByteBuffer last(FakeOutlet outlet) {
        return outlet.writes.get(outlet.writes.size() - 1);
    }

    private void runFor(long millis) {
        hub.run(clock.millis());
        for (long i = 0; i < millis; i++) {
            clock.advance(1);
            hub.run(clock.millis());
        }
    }

    private static final class Counts implements StreamObserver {
        final List<Integer> frames = new ArrayList<>();
        int conflated;
        int stalled;

        @Override
        public void frame(int rollups) {
            frames.add(rollups);
        }

        @Override
        public void conflated() {
            conflated++;
        }

        @Override
        public void stalled() {
            stalled++;
        }
    }
}
