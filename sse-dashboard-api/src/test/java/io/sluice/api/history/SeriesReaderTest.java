package io.sluice.api.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.TestRollups;
import io.sluice.api.history.SeriesQuery.Grouping;
import io.sluice.model.rollup.RollupAccumulator;
import io.sluice.model.rollup.SeriesKey;
import io.sluice.model.rollup.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesReaderTest {
    private static final long T0 = 1_732_412_340_000L;

    private final TestRollups rollups = new TestRollups();
    private final SeriesReader reader = new SeriesReader(rollups.store());
    /** Every window ever written, as its values. */
    private final Map<SeriesKey, TreeMap<Long, double[]>> truth = new TreeMap<>();

    @BeforeEach
    void writeAFleet() {
        Random random = new Random(42);
        for (String site : List.of("a", "b")) {
            for (String device : List.of("p1", "p2", "q1")) {
                for (String metric : List.of("rpm", "temp")) {
                    SeriesKey series = TestRollups.series(site, device, metric);
                    for (int second = 0; second < 120; second++) {
                        if (random.nextInt(4) > 0) {
                            double[] values = random.doubles(1 + random.nextInt(4), -5, 50)
                                    .toArray();
                            long start = T0 + 1_000L * second;
                            rollups.write(series, Tier.S1, start, values);
                            truth.computeIfAbsent(series, key -> new TreeMap<>())
                                    .put(start, values);
                        }
                    }
                }
            }
        }
    }

    @Test
    void withATierEveryWindowOfEverySeriesThatMatchesIsAnswered() {
        Map<String, List<RollupPoint>> answer = read(query(SeriesFilter.ALL, Grouping.DEVICE, T0, T0 + 120_000));
        assertEquals(truth.size(), answer.size());
        truth.forEach((series, windows) -> assertEquals(
                List.copyOf(windows.keySet()),
                of(answer, series.toString()).stream().map(RollupPoint::start).toList()));
    }

    @Test
    void theRangeIsHalfOpenByWindowStart() {
        Map<String, List<RollupPoint>> answer =
                read(query(only("a", "p1", "rpm"), Grouping.DEVICE, T0 + 10_000, T0 + 20_000));
        assertEquals(
                List.copyOf(of(truth, TestRollups.series("a", "p1", "rpm"))
                        .subMap(T0 + 10_000, T0 + 20_000)
                        .keySet()),
                of(answer, "a/p1/rpm").stream().map(RollupPoint::start).toList());
    }

    @Test
    void listsAreAlternativesAndKeysHoldTogether() {
        SeriesFilter filter = new SeriesFilter(patterns("a"), patterns("p*", "q1"), patterns("temp"));
        assertEquals(
                List.of("a/p1/temp", "a/p2/temp", "a/q1/temp"),
                List.copyOf(
                        read(query(filter, Grouping.DEVICE, T0, T0 + 120_000)).keySet()));
        assertEquals(Map.of(), read(query(only("a", "p", "temp"), Grouping.DEVICE, T0, T0 + 120_000)));
    }

    @ParameterizedTest
    @EnumSource(Grouping.class)
    void mergedSeriesEqualAnAccumulatorOverAllReadings(Grouping by) {
        Map<String, List<RollupPoint>> answer = read(query(SeriesFilter.ALL, by, T0, T0 + 120_000));
        expected(by, 1_000).forEach((name, windows) -> assertPoints(windows, of(answer, name), 1_000));
    }

    @Test
    void maxPointsMergesNeighboursAndNoneIsLost() {
        SeriesQuery query = new SeriesQuery(
                SeriesFilter.ALL,
                Grouping.DEVICE,
                Optional.of(Tier.S1),
                OptionalLong.of(T0),
                T0 + 120_000,
                OptionalInt.of(10),
                T0 + 120_000);
        Map<String, List<RollupPoint>> answer = read(query);
        long step = answer.values().iterator().next().get(0).end()
                - answer.values().iterator().next().get(0).start();
        assertTrue(answer.values().stream().allMatch(points -> points.size() <= 10));
        expected(Grouping.DEVICE, step).forEach((name, windows) -> assertPoints(windows, of(answer, name), step));
    }

    @Test
    void withoutFromTheOldestWindowHeldIsTheFirst() {
        SeriesQuery query = new SeriesQuery(
                only("b", "q1", "rpm"),
                Grouping.DEVICE,
                Optional.of(Tier.S1),
                OptionalLong.empty(),
                T0 + 120_000,
                OptionalInt.empty(),
                T0 + 120_000);
        assertEquals(
                of(truth, TestRollups.series("b", "q1", "rpm")).size(),
                of(read(query), "b/q1/rpm").size());
    }

    @Test
    void whatLiesAheadOfTheNewestWindowWidensNoPoint() {
        SeriesQuery query = new SeriesQuery(
                SeriesFilter.ALL,
                Grouping.DEVICE,
                Optional.of(Tier.S1),
                OptionalLong.of(T0),
                T0 + Duration.ofDays(1_000).toMillis(),
                OptionalInt.of(12),
                T0 + 120_000);
        read(query).values().forEach(points -> assertEquals(12, points.size()));
    }

    @Test
    void thePositionIsWhereTheTierStands() {
        SeriesAnswer answer = reader.answer(query(SeriesFilter.ALL, Grouping.DEVICE, T0, T0 + 1));
        assertEquals(rollups.tier(Tier.S1).position(), answer.position());
    }

    @ParameterizedTest(name = "{0} points")
    @ValueSource(ints = {1, 2, 3})
    void aFewPointsFromLongBefore1970OnAreAnsweredAndNoneIsLost(int maxPoints) {
        SeriesQuery query = new SeriesQuery(
                SeriesFilter.ALL,
                Grouping.DEVICE,
                Optional.of(Tier.S1),
                OptionalLong.of(T0 - Duration.ofDays(999_999_999).toMillis()),
                T0 + 120_000,
                OptionalInt.of(maxPoints),
                T0 + 120_000);
        // A search for a step that is wide enough had no end, or a far one.
        Map<String, List<RollupPoint>> answer = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> read(query));
        assertTrue(answer.values().stream().allMatch(points -> points.size() == 1));
        assertEquals(
                truth.values().stream()
                        .flatMap(windows -> windows.values().stream())
                        .mapToLong(values -> values.length)
                        .sum(),
                answer.values().stream()
                        .mapToLong(points -> points.get(0).count())
                        .sum());
    }

    private Map<String, Map<Long, RollupAccumulator>> expected(Grouping by, long step) {
        Map<String, Map<Long, RollupAccumulator>> merged = new TreeMap<>();
        truth.forEach((series, windows) -> windows.forEach((start, values) -> {
            String name = switch (by) {
                case DEVICE -> series.toString();
                case SITE -> series.device().site() + "/null/" + series.metric();
                case FLEET -> "null/null/" + series.metric();
            };
            RollupAccumulator content = merged.computeIfAbsent(name, key -> new TreeMap<>())
                    .computeIfAbsent(Math.floorDiv(start, step) * step, key -> new RollupAccumulator());
            TestRollups.rollup(series, Tier.S1, start, 0, values).stats().mergeInto(content);
        }));
        return merged;
    }

    private static void assertPoints(Map<Long, RollupAccumulator> expected, List<RollupPoint> points, long step) {
        assertEquals(
                List.copyOf(expected.keySet()),
                points.stream().map(RollupPoint::start).toList());
        for (RollupPoint point : points) {
            RollupAccumulator content = of(expected, point.start());
            assertEquals(point.start() + step, point.end());
            assertEquals(content.count(), point.count());
            assertEquals(content.count(), point.revision());
            assertEquals(content.sum(), point.sum());
            assertEquals(content.min(), point.min());
            assertEquals(content.max(), point.max());
            assertEquals(content.mean(), point.mean());
            assertEquals(content.stddev(), point.stddev());
            assertEquals(content.quantile(0.95), point.p95());
            assertEquals(content.first().value(), point.first());
            assertEquals(content.last().value(), point.last());
            assertEquals(content.identities(), point.identities());
        }
    }

    private static <K, V> V of(Map<K, V> map, K key) {
        return Objects.requireNonNull(map.get(key), () -> "nothing for " + key);
    }

    private static SeriesQuery query(SeriesFilter filter, Grouping by, long from, long to) {
        return new SeriesQuery(filter, by, Optional.of(Tier.S1), OptionalLong.of(from), to, OptionalInt.empty(), to);
    }

    private static SeriesFilter only(String site, String device, String metric) {
        return new SeriesFilter(patterns(site), patterns(device), patterns(metric));
    }

    private static List<NamePattern> patterns(String... texts) {
        List<NamePattern> patterns = new ArrayList<>();
        for (String text : texts) {
            patterns.add(NamePattern.parse(text));
        }
        return patterns;
    }

    private Map<String, List<RollupPoint>> read(SeriesQuery query) {
        Map<String, List<RollupPoint>> answer = new LinkedHashMap<>();
        reader.answer(query)
                .series()
                .forEachRemaining(one -> answer.put(
                        one.name().site() + "/" + one.name().device() + "/"
                                + one.name().metric(),
                        one.points()));
        return answer;
    }
}
