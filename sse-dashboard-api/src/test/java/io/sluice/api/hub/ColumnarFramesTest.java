package io.sluice.api.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.JsonTree;
import io.sluice.api.ManualClock;
import io.sluice.api.TestRollups;
import io.sluice.api.devices.DeviceRegistry;
import io.sluice.api.history.SeriesFilter;
import io.sluice.api.ledger.LedgerBook;
import io.sluice.model.rollup.SeriesKey;
import io.sluice.model.rollup.Tier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A viewer that asks for columns is told what the others are. */
class ColumnarFramesTest {
    private static final long T0 = 1_732_412_345_000L;
    private static final SeriesKey PUMP = TestRollups.series("plant-1", "pump-7", "temperature");
    private static final Optional<String> ANEW = Optional.empty();

    private final ManualClock clock = new ManualClock(T0);
    private final TestRollups rollups = new TestRollups();
    private final StreamHub hub = new StreamHub(
            rollups.store(), new DeviceRegistry(), new LedgerBook(4), clock, StreamObserver.NONE, 100, "1");

    @Test
    void aFrameNamesEachSeriesOnceAndHasAColumnAField() {
        FakeOutlet viewer = join(RollupForm.COLUMNS, ANEW);
        rollups.write(PUMP, Tier.S1, T0, 1, 2);
        rollups.write(TestRollups.series("plant-2", "fan-1", "rpm"), Tier.S1, T0, 3);
        rollups.write(PUMP, Tier.S1, T0 + 1_000, 4);
        runFrame();
        Map<String, Object> frame =
                JsonTree.object(viewer.events("rollups").get(0).data());
        @SuppressWarnings("unchecked")
        Map<String, List<Object>> columns = (Map<String, List<Object>>) JsonTree.at(frame, "columns");
        String identities = Objects.requireNonNull(columns.remove("identities")).toString();
        assertTrue(identities.matches("\\[[0-9a-f]{16}, [0-9a-f]{16}, [0-9a-f]{16}]"), identities);
        assertEquals(
                "{tier=1s, width=1000, series=[[plant-1, pump-7, temperature], [plant-2, fan-1, rpm]],"
                        + " columns={series=[0, 1, 0], start=[1732412345000, 1732412345000, 1732412346000],"
                        + " count=[2, 1, 1], sum=[3.0, 3.0, 4.0], min=[1.0, 3.0, 4.0], max=[2.0, 3.0, 4.0],"
                        + " mean=[1.5, 3.0, 4.0], stddev=[0.5, 0.0, 0.0], p50=[1.0, 3.0, 4.0],"
                        + " p95=[2.0, 3.0, 4.0], p99=[2.0, 3.0, 4.0], first=[1.0, 3.0, 4.0],"
                        + " last=[2.0, 3.0, 4.0], revision=[2, 1, 1]}}",
                frame.toString());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void decodedItIsThePlainOne(long seed) {
        Random random = new Random(seed);
        writeSome(random);
        FakeOutlet plain = join(RollupForm.POINTS, ANEW);
        FakeOutlet columnar = join(RollupForm.COLUMNS, ANEW);
        for (int frame = 0; frame < 20; frame++) {
            writeSome(random);
            runFrame();
        }
        assertSameEvents(plain, columnar, "snapshot", seed);
        assertSameEvents(plain, columnar, "rollups", seed);
    }

    @Test
    void aResumeGoesOnFromAnIdThatCameWithAPlainFrame() {
        FakeOutlet plain = join(RollupForm.POINTS, ANEW);
        rollups.write(PUMP, Tier.S1, T0, 1);
        runFrame();
        Optional<String> id = Optional.of(plain.events("rollups").get(0).lastEventId());
        for (int i = 1; i <= Missed.MAX_EVENT_ROLLUPS + 1; i++) {
            rollups.write(PUMP, Tier.S1, T0 + 1_000L * i, i);
        }
        FakeOutlet again = join(RollupForm.POINTS, id);
        FakeOutlet columnar = join(RollupForm.COLUMNS, id);
        assertEquals(
                "exact", JsonTree.at(JsonTree.parse(columnar.events().get(0).data()), "resume"));
        assertEquals(2, columnar.events("rollups").size());
        assertSameEvents(again, columnar, "rollups", 0);
    }

    @Test
    void aFrameIsMadeOnceForAllWhoWantItInThatForm() {
        FakeOutlet one = join(RollupForm.COLUMNS, ANEW);
        FakeOutlet two = join(RollupForm.COLUMNS, ANEW);
        FakeOutlet plain = join(RollupForm.POINTS, ANEW);
        rollups.write(PUMP, Tier.S1, T0, 1);
        runFrame();
        assertSame(last(one), last(two));
        assertNotSame(last(one), last(plain));
    }

    /** 33,399 bytes and 17,483 were measured. */
    @Test
    void aFrameOfAHundredSeriesIsHalfAsLong() {
        FakeOutlet plain = join(RollupForm.POINTS, ANEW);
        FakeOutlet columnar = join(RollupForm.COLUMNS, ANEW);
        Random random = new Random(7);
        for (int device = 1; device <= 25; device++) {
            for (String metric : List.of("temperature", "pressure", "vibration", "rpm")) {
                double[] values = random.doubles(10, 20, 90)
                        .map(value -> Math.round(10 * value) / 10.0)
                        .toArray();
                rollups.write(TestRollups.series("plant-1", "pump-" + device, metric), Tier.S1, T0, values);
            }
        }
        runFrame();
        int plainBytes = plain.events("rollups").get(0).data().length();
        int columnarBytes = columnar.events("rollups").get(0).data().length();
        assertTrue(columnarBytes < 0.55 * plainBytes, columnarBytes + " of " + plainBytes);
    }

    private void writeSome(Random random) {
        for (int i = random.nextInt(30); i >= 0; i--) {
            SeriesKey series =
                    TestRollups.series("plant-" + random.nextInt(3), "d" + random.nextInt(3), "m" + random.nextInt(2));
            double scale = Math.pow(10, random.nextInt(60) - 30);
            double[] values =
                    random.doubles(1 + random.nextInt(12), -scale, scale).toArray();
            rollups.write(series, Tier.S1, T0 + 1_000L * random.nextInt(40), values);
        }
    }

    private static void assertSameEvents(FakeOutlet plain, FakeOutlet columnar, String name, long seed) {
        List<SseEvents.Event> expected = plain.events(name);
        List<SseEvents.Event> actual = columnar.events(name);
        assertTrue(!expected.isEmpty() && expected.size() == actual.size(), () -> "seed " + seed);
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i).lastEventId(), actual.get(i).lastEventId(), () -> "seed " + seed);
            assertEquals(
                    expected.get(i).points().toString(),
                    decoded(actual.get(i).data()).toString(),
                    () -> "seed " + seed);
        }
    }

    /** As a client would make points of it. */
    private static List<Map<String, Object>> decoded(String data) {
        Map<String, Object> frame = JsonTree.object(data);
        @SuppressWarnings("unchecked")
        Map<String, List<Object>> columns = (Map<String, List<Object>>) JsonTree.at(frame, "columns");
        List<Object> series = Objects.requireNonNull(columns.remove("series"));
        List<Map<String, Object>> points = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            Object name = JsonTree.at(frame, "series", Math.toIntExact((Long) series.get(i)));
            Map<String, Object> point = new LinkedHashMap<>();
            point.put("site", JsonTree.at(name, 0));
            point.put("device", JsonTree.at(name, 1));
            point.put("metric", JsonTree.at(name, 2));
            point.put("tier", JsonTree.at(frame, "tier"));
            for (Map.Entry<String, List<Object>> column : columns.entrySet()) {
                assertEquals(series.size(), column.getValue().size());
                point.put(column.getKey(), column.getValue().get(i));
                if (column.getKey().equals("start")) {
                    point.put("end", (Long) column.getValue().get(i) + (Long) JsonTree.at(frame, "width"));
                }
            }
            points.add(point);
        }
        return points;
    }

    private FakeOutlet join(RollupForm form, Optional<String> lastEventId) {
        FakeOutlet outlet = new FakeOutlet();
        hub.join(new StreamRequest(Tier.S1, SeriesFilter.ALL, 250, form, lastEventId), outlet);
        hub.run(clock.millis());
        return outlet;
    }

    private void runFrame() {
        hub.run(clock.millis());
        clock.advance(250);
        hub.run(clock.millis());
    }

    private static byte[] last(FakeOutlet outlet) {
        return outlet.writes.get(outlet.writes.size() - 1).array();
    }
}
