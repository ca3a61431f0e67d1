package io.sluice.api.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.ManualClock;
import io.sluice.api.TestRollups;
import io.sluice.api.devices.DeviceRegistry;
import io.sluice.api.history.SeriesFilter;
import io.sluice.api.ledger.LedgerBook;
import io.sluice.model.rollup.Tier;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A viewer on a thin line: the snapshot of 3,000 series is a megabyte, for which it needs longer than 30 s. */
class SlowViewerTest {
    private static final long T0 = 1_732_412_345_000L;
    private static final int BYTES_A_SECOND = 25_000;

    private final ManualClock clock = new ManualClock(T0);
    private final TestRollups rollups = new TestRollups();
    private final StreamHub hub = new StreamHub(
            rollups.store(), new DeviceRegistry(), new LedgerBook(4), clock, StreamObserver.NONE, 100, "1");

    @BeforeEach
    void manySeries() {
        for (int i = 0; i < 3_000; i++) {
            rollups.write(TestRollups.series("plant-1", "pump-7", "m" + i), Tier.S1, T0, 1, 2);
        }
    }

    @Test
    void whoTakesSomethingAllTheTimeIsToldAllOfIt() {
        FakeOutlet viewer = joinSlowly();
        long begun = clock.millis();
        while (viewer.isWriting()) {
            takeAtItsPace(viewer);
        }
        assertTrue(clock.millis() - begun > StreamHub.STALL_MILLIS, "was " + (clock.millis() - begun));
        assertEquals(3_000, viewer.events("snapshot").get(0).points().size());
    }

    @Test
    void whoTakesNoMoreInTheMiddleIsGivenUpAfter30Seconds() {
        FakeOutlet viewer = joinSlowly();
        for (int slice = 0; slice < 4; slice++) {
            takeAtItsPace(viewer);
        }
        passAndRun(StreamHub.STALL_MILLIS - 1);
        assertNull(viewer.aborted);
        passAndRun(1_000);
        assertNotNull(viewer.aborted);
        assertEquals(0, hub.viewers());
    }

    @Test
    void slicesAreViewsOfTheBufferThatAllShare() {
        FakeOutlet fast = join(new FakeOutlet());
        FakeOutlet slow = joinSlowly();
        slow.complete();
        ByteBuffer first = slow.writes.get(1);
        ByteBuffer second = slow.writes.get(2);
        assertSame(fast.writes.get(1).array(), first.array());
        assertSame(first.array(), second.array());
        assertEquals(Viewer.SLICE_BYTES, first.remaining());
        assertEquals(first.arrayOffset() + Viewer.SLICE_BYTES, second.arrayOffset() + second.position());
        slow.isSlow = false;
        slow.complete();
        assertEquals(fast.events("snapshot"), slow.events("snapshot"));
    }

    @Test
    void aGoodbyeComesAfterTheEventThatHasBegun() {
        FakeOutlet viewer = joinSlowly();
        hub.sayBye();
        while (viewer.isWriting()) {
            viewer.complete();
        }
        assertEquals(
                List.of("hello", "snapshot", "bye"),
                viewer.events().stream().map(SseEvents.Event::name).toList());
        assertTrue(viewer.isEnded);
    }

    /** Has taken the hello, and the snapshot's first slice is under way. */
    private FakeOutlet joinSlowly() {
        FakeOutlet viewer = new FakeOutlet();
        viewer.isSlow = true;
        join(viewer).complete();
        return viewer;
    }

    private void takeAtItsPace(FakeOutlet viewer) {
        int bytes = viewer.writes.get(viewer.writes.size() - 1).remaining();
        for (int taken = 0; taken < bytes; taken += BYTES_A_SECOND) {
            passAndRun(1_000);
            assertNull(viewer.aborted, "took " + taken + " of " + bytes);
        }
        viewer.complete();
    }

    private FakeOutlet join(FakeOutlet outlet) {
        hub.join(new StreamRequest(Tier.S1, SeriesFilter.ALL, 250, RollupForm.POINTS, Optional.empty()), outlet);
        return outlet;
    }

    private void passAndRun(long millis) {
        clock.advance(millis);
        hub.run(clock.millis());
    }
}
