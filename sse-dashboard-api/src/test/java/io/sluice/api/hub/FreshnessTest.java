package io.sluice.api.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.api.ManualClock;
import io.sluice.api.TestRollups;
import io.sluice.api.devices.DeviceRegistry;
import io.sluice.api.history.SeriesFilter;
import io.sluice.api.ledger.LedgerBook;
import io.sluice.model.rollup.SeriesKey;
import io.sluice.model.rollup.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FreshnessTest {
    private static final long T0 = 1_732_412_345_000L;
    private static final SeriesKey PUMP = TestRollups.series("plant-1", "pump-7", "temperature");

    private final ManualClock clock = new ManualClock(T0);
    private final TestRollups rollups = new TestRollups();
    private final List<String> seen = new ArrayList<>();
    private final StreamHub hub = new StreamHub(
            rollups.store(),
            new DeviceRegistry(),
            new LedgerBook(4),
            clock,
            new StreamObserver() {
                @Override
                public void freshness(Tier tier, long endAgeMillis, long readingAgeMillis) {
                    seen.add(tier + " " + endAgeMillis + " " + readingAgeMillis);
                }
            },
            100,
            "1");

    @BeforeEach
    void someoneLooks() {
        hub.join(
                new StreamRequest(Tier.S1, SeriesFilter.ALL, 250, RollupForm.POINTS, Optional.empty()),
                new FakeOutlet());
    }

    @Test
    void aFrameIsAsOldAsTheWindowsEndAndItsNewestReading() {
        rollups.write(PUMP, Tier.S1, T0, 5, 6, 7);
        frameAt(T0 + 1_100);
        assertEquals(List.of("S1 100 1098"), seen);

        rollups.write(PUMP, Tier.S1, T0, 5, 6, 7, 8);
        frameAt(T0 + 2_000);
        assertEquals(List.of("S1 100 1098", "S1 1000 1997"), seen);
    }

    @Test
    void aBacklogIsNotFreshnessHoweverLateItComes() {
        rollups.write(PUMP, Tier.S1, T0 - 61_000, 5);
        frameAt(T0 + 100);
        assertEquals(List.of(), seen);
    }

    private void frameAt(long millis) {
        clock.advance(millis - StreamGroup.FIRST_FRAME_MILLIS - clock.millis());
        hub.run(clock.millis());
        clock.advance(StreamGroup.FIRST_FRAME_MILLIS);
        hub.run(clock.millis());
    }
}
