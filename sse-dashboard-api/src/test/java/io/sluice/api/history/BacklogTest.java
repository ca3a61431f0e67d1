package io.sluice.api.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.TestRollups;
import io.sluice.api.history.Changes.ChangedWindow;
import io.sluice.model.rollup.SeriesKey;
import io.sluice.model.rollup.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BacklogTest {
    private static final Predicate<SeriesKey> ALL = SeriesFilter.ALL::matches;

    private final TestRollups rollups = new TestRollups();
    private final TierStore store = rollups.tier(Tier.S1);

    @Test
    void partsFollowTheSeriesAndTheirStartsAcrossSeries() {
        for (int i = 4; i >= 0; i--) {
            rollups.write(series("b"), Tier.S1, 1_000L * i, 1);
            rollups.write(series("a"), Tier.S1, 1_000L * i, 1);
        }
        Backlog backlog = backlogBeyond(nothing());
        assertEquals(List.of("a 0", "a 1000", "a 2000", "a 3000"), names(backlog.next(4)));
        assertEquals(List.of("a 4000", "b 0", "b 1000", "b 2000"), names(backlog.next(4)));
        assertFalse(backlog.isOver());
        assertEquals(List.of("b 3000", "b 4000"), names(backlog.next(2)));
        assertTrue(backlog.isOver(), "though the part was full");
    }

    @Test
    void whatWasSeenIsNotOfIt() {
        rollups.write(series("a"), Tier.S1, 0, 1);
        OffsetVector seen = store.cursor().offsets();
        assertTrue(backlogBeyond(seen).isOver());
        rollups.write(series("b"), Tier.S1, 0, 1);
        assertEquals(List.of("b 0"), names(backlogBeyond(seen).next(10)));
    }

    @Test
    void moreSeriesThanItHoldsComeInOrderToo() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 4_500; i++) {
            int shuffled = i * 7 % 4_500;
            rollups.write(series("d" + (10_000 + shuffled)), Tier.S1, 0, 1);
            all.add("d" + (10_000 + i) + " 0");
        }
        Backlog backlog = backlogBeyond(nothing());
        List<String> told = new ArrayList<>();
        while (!backlog.isOver()) {
            told.addAll(names(backlog.next(1_300)));
        }
        assertEquals(all, told);
    }

    @Test
    void itEndsThoughEveryPartIsFollowedByMoreThanItTook() {
        for (int i = 0; i < 100; i++) {
            rollups.write(series("a"), Tier.S1, 1_000L * i, 1);
        }
        Backlog backlog = backlogBeyond(nothing());
        int parts = 0;
        for (int next = 100; parts < 100 && !backlog.isOver(); parts++) {
            backlog.next(10);
            for (int i = 0; i < 20; i++) {
                rollups.write(series("a"), Tier.S1, 1_000L * next++, 1);
            }
        }
        assertEquals(10, parts);
    }

    /** The law that a resume rests on: what it tells, and then what changed since its cursor, leave nothing out. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void withWhatChangedSinceTheCursorItIsAllThatWasWritten(long seed) {
        Random random = new Random(seed);
        TreeMap<String, Long> truth = new TreeMap<>();
        write(random, 50, new TreeMap<>());
        OffsetVector seen = store.cursor().offsets();
        write(random, 500, truth);
        TierCursor cursor = store.cursor();
        write(random, random.nextInt(3), truth); // applied between the cursor and the look at the rings
        Backlog backlog = backlogBeyond(seen);
        TreeMap<String, Long> told = new TreeMap<>();
        for (int part = 0; part < 5_000 && !backlog.isOver(); part++) {
            take(backlog.next(1 + random.nextInt(40)), told);
            write(random, random.nextInt(30), truth);
        }
        take(store.changesSince(cursor, ALL).orElseThrow().windows(), told);
        assertEquals(truth, told, () -> "seed " + seed);
    }

    /** Only what is taken counts: a lower revision changes nothing. */
    private void write(Random random, int records, Map<String, Long> truth) {
        for (int i = 0; i < records; i++) {
            SeriesKey series = series("d" + random.nextInt(20));
            long start = 1_000L * random.nextInt(30);
            double[] values = random.doubles(1 + random.nextInt(5)).toArray();
            long revision =
                    rollups.write(series, Tier.S1, start, values).point().revision();
            ChangedWindow window = new ChangedWindow(store.rings(series::equals).get(0), start);
            if (revision == revision(window)) {
                truth.put(name(window), revision);
            }
        }
    }

    private static void take(List<ChangedWindow> windows, Map<String, Long> told) {
        windows.forEach(window -> told.merge(name(window), revision(window), Math::max));
    }

    private static long revision(ChangedWindow window) {
        return Objects.requireNonNull(window.ring().point(window.start())).revision();
    }

    private Backlog backlogBeyond(OffsetVector seen) {
        return new Backlog(store, seen, Reach.beyond(seen, store, ALL).until(), ALL);
    }

    private static OffsetVector nothing() {
        return OffsetVector.of(new long[TestRollups.PARTITIONS]);
    }

    private static List<String> names(List<ChangedWindow> windows) {
        return windows.stream().map(BacklogTest::name).toList();
    }

    private static String name(ChangedWindow window) {
        return window.ring().series().device().device() + " " + window.start();
    }

    private static SeriesKey series(String device) {
        return TestRollups.series("plant-1", device, "m");
    }
}
