package io.sluice.api.hub;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.JsonTree;
import io.sluice.api.ManualClock;
import io.sluice.api.TestRollups;
import io.sluice.api.devices.DeviceRegistry;
import io.sluice.api.history.OffsetVector;
import io.sluice.api.history.SeriesFilter;
import io.sluice.api.history.StreamPosition;
import io.sluice.api.ledger.LedgerBook;
import io.sluice.model.rollup.SeriesKey;
import io.sluice.model.rollup.Tier;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResumeTest {
    private static final long T0 = 1_732_412_345_000L;
    private static final SeriesKey PUMP = TestRollups.series("plant-1", "pump-7", "temperature");
    private static final SeriesKey FAN = TestRollups.series("plant-2", "fan-1", "rpm");

    private final ManualClock clock = new ManualClock(T0);
    private final TestRollups rollups = new TestRollups();
    private final StreamHub hub = new StreamHub(
            rollups.store(), new DeviceRegistry(), new LedgerBook(4), clock, StreamObserver.NONE, 100, "1");

    @Test
    void aKnownIdGoesOnExactlyWhereItStopped() {
        rollups.write(PUMP, Tier.S1, T0, 1);
        String id = rollups.tier(Tier.S1).position().text();
        rollups.write(PUMP, Tier.S1, T0 + 1_000, 1);
        rollups.write(FAN, Tier.S1, T0, 1);
        FakeOutlet viewer = join(Optional.of(id));
        assertEquals("exact", resume(viewer));
        assertEquals(0, viewer.events("snapshot").size());
        assertEquals(2, viewer.events("rollups").get(0).points().size());
        assertEquals(
                rollups.tier(Tier.S1).position().text(),
                viewer.events("rollups").get(0).lastEventId());
    }

    @Test
    void whereRevisionsWereSkippedTheResumeIsConflated() {
        String id = rollups.tier(Tier.S1).position().text();
        rollups.write(PUMP, Tier.S1, T0, 1);
        rollups.write(PUMP, Tier.S1, T0, 1, 2);
        FakeOutlet viewer = join(Optional.of(id));
        assertEquals("conflated", resume(viewer));
        assertEquals(1, viewer.events("rollups").get(0).points().size());
    }

    @Test
    void anIdThatCannotBeContinuedIsAnsweredByResetAndSnapshot() {
        rollups.write(PUMP, Tier.S1, T0, 1);
        StreamPosition own = rollups.tier(Tier.S1).position();
        List<String> ids = new ArrayList<>(List.of("", "nonsense", "1~", "1~AAAA"));
        ids.add(rollups.tier(Tier.S10).position().text());
        ids.add(new TestRollups(8).tier(Tier.S1).position().text());
        ids.add(new StreamPosition(Tier.S1, 7, OffsetVector.of(0, 0)).text());
        for (String id : ids) {
            FakeOutlet viewer = join(Optional.of(id));
            assertEquals("reset", resume(viewer), id);
            assertEquals(own.text(), viewer.events("snapshot").get(0).lastEventId());
        }
    }

    @Test
    void anIdOlderThanWhatIsHeldIsAnsweredByReset() {
        String id = rollups.tier(Tier.S1).position().text();
        rollups.write(PUMP, Tier.S1, T0, 1);
        rollups.tier(Tier.S1).evict(T0 + 7_200_001, Long.MAX_VALUE);
        assertEquals("reset", resume(join(Optional.of(id))));
    }

    @Test
    void aReplicaBehindTheClientNeverEmitsALowerId() {
        OffsetVector ahead = OffsetVector.of(1_000, 1_000, 1_000, 1_000);
        StreamPosition client = rollups.tier(Tier.S1).position(ahead);
        FakeOutlet viewer = join(Optional.of(client.text()));
        FakeOutlet other = join(Optional.empty());
        assertEquals("exact", resume(viewer));
        rollups.write(PUMP, Tier.S1, T0, 1);
        runFrame();
        assertEquals(client.text(), viewer.events("rollups").get(0).lastEventId());
        assertEquals(
                rollups.tier(Tier.S1).position().text(),
                other.events("rollups").get(0).lastEventId());
        assertEquals(
                other.events("rollups").get(0).data(),
                viewer.events("rollups").get(0).data());
    }

    @Test
    void aLongAbsenceIsMadeUpForInPartsOfWhichOnlyTheLastMovesTheId() {
        String id = rollups.tier(Tier.S1).position().text();
        for (int i = 0; i < Missed.MAX_EVENT_ROLLUPS + 1; i++) {
            rollups.write(PUMP, Tier.S1, T0 + 1_000L * i, 1);
        }
        FakeOutlet viewer = join(Optional.of(id));
        List<SseEvents.Event> parts = viewer.events("rollups");
        assertEquals(
                List.of(Missed.MAX_EVENT_ROLLUPS, 1),
                parts.stream().map(p -> p.points().size()).toList());
        assertEquals(
                List.of("", rollups.tier(Tier.S1).position().text()),
                parts.stream().map(SseEvents.Event::lastEventId).toList());
    }

    @Test
    void whatChangesDuringALongCatchUpIsToldAfterItOrInItAtItsNewest() {
        String id = rollups.tier(Tier.S1).position().text();
        for (int i = 0; i < 2 * Missed.MAX_EVENT_ROLLUPS + 2; i++) {
            rollups.write(PUMP, Tier.S1, T0 + 1_000L * i, 1);
        }
        String atJoin = rollups.tier(Tier.S1).position().text();
        FakeOutlet viewer = new FakeOutlet();
        viewer.isSlow = true;
        hub.join(request(Optional.of(id)), viewer);
        viewer.complete();
        rollups.write(FAN, Tier.S1, T0, 1);
        rollups.write(PUMP, Tier.S1, T0, 1, 2);
        rollups.write(PUMP, Tier.S1, T0 + 1_000L * 2 * Missed.MAX_EVENT_ROLLUPS, 1, 2);
        runFrame();
        viewer.isSlow = false;
        viewer.complete();

        List<SseEvents.Event> told = viewer.events("rollups");
        assertEquals(
                List.of("", "", atJoin, rollups.tier(Tier.S1).position().text()),
                told.stream().map(SseEvents.Event::lastEventId).toList());
        assertEquals(
                List.of("fan-1 " + T0 + " 1", "pump-7 " + T0 + " 2", "pump-7 " + (T0 + 4_000_000) + " 2"),
                told.get(3).points().stream()
                        .map(p -> p.get("device") + " " + p.get("start") + " " + p.get("revision"))
                        .sorted()
                        .toList());
    }

    @Test
    void manyWhoWaitForALongCatchUpCostAPlaceEach() {
        String id = rollups.tier(Tier.S1).position().text();
        for (int i = 0; i < 20_000; i++) {
            rollups.write(PUMP, Tier.S1, T0 + 1_000L * i, 1);
        }
        List<FakeOutlet> viewers = new ArrayList<>();
        long before = heapBytes();
        for (int i = 0; i < 100; i++) {
            FakeOutlet viewer = new FakeOutlet();
            viewer.isSlow = true;
            hub.join(request(Optional.of(id)), viewer);
            viewers.add(viewer);
        }
        await().untilAsserted(() -> {
            long each = (heapBytes() - before) / viewers.size();
            assertTrue(each < 64 * 1024, "bytes a viewer " + each);
        });
        assertEquals(100, hub.viewers());
    }

    private static long heapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void aBurstTooLargeForOneBufferIsSentInPartsToo() {
        FakeOutlet viewer = join(Optional.empty());
        int burst = RollupTrack.MAX_SHARED_ROLLUPS + 1;
        for (int i = 0; i < burst; i++) {
            rollups.write(PUMP, Tier.S1, T0 + 1_000L * i, 1);
        }
        runFrame();
        List<SseEvents.Event> parts = viewer.events("rollups");
        assertEquals(
                burst, parts.stream().mapToInt(part -> part.points().size()).sum());
        assertEquals(6, parts.size());
        String before = viewer.events("snapshot").get(0).lastEventId();
        assertEquals(before, parts.get(4).lastEventId());
        assertEquals(rollups.tier(Tier.S1).position().text(), parts.get(5).lastEventId());
    }

    private FakeOutlet join(Optional<String> lastEventId) {
        FakeOutlet outlet = new FakeOutlet();
        hub.join(request(lastEventId), outlet);
        hub.run(clock.millis());
        return outlet;
    }

    private static StreamRequest request(Optional<String> lastEventId) {
        return new StreamRequest(Tier.S1, SeriesFilter.ALL, 250, RollupForm.POINTS, lastEventId);
    }

    private void runFrame() {
        hub.run(clock.millis());
        clock.advance(StreamGroup.FIRST_FRAME_MILLIS);
        hub.run(clock.millis());
    }

    private static Object resume(FakeOutlet viewer) {
        return JsonTree.at(JsonTree.parse(viewer.events().get(0).data()), "resume");
    }
}
