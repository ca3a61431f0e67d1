package io.sluice.simulator.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.simulator.replay.Recording.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sets as the manifest and the facts describe them; left out where they are not there. */
class RecordedSetsTest {
    private static final Path DATA = Path.of("../../shared/data");

    @ParameterizedTest(name = "{0}: {1} files, {2} rows, {3} devices")
    @CsvSource({
        "ulb-library1, 3, 29702, 19",
        "skab, 35, 46806, 35",
        "nab/data, 42, 197317, 42",
        "suthaharan-singlehop/data, 1, 18914, 4",
        "occupancy, 3, 20560, 3",
        "ett, 2, 34840, 2"
    })
    void aSetHasTheRowsOfTheManifest(String set, int files, int rows, int devices) throws IOException {
        List<Recording> recordings = read(set);

        assertEquals(files, recordings.size());
        assertEquals(rows, recordings.stream().mapToInt(r -> r.rows().size()).sum());
        List<Timeline.Entry> entries = Timeline.of(recordings);
        assertEquals(
                devices, entries.stream().map(Timeline.Entry::device).distinct().count());
        assertTrue(entries.stream().allMatch(e -> e.row().values().length > 0), "a row without values");
    }

    @Test
    void ulbHasItsLossesAndRepeats() throws IOException {
        List<Timeline.Entry> entries = Timeline.of(read("ulb-library1"));
        Set<String> distinct = new HashSet<>();
        Map<String, Long> highest = new HashMap<>();
        for (Timeline.Entry entry : entries) {
            distinct.add(entry.device() + "#" + entry.seq());
            highest.merge(entry.device().device(), entry.seq(), Math::max);
        }

        assertEquals(29_582, distinct.size());
        assertEquals(120, entries.size() - distinct.size());
        assertEquals(
                30_303, highest.values().stream().mapToLong(Long::longValue).sum());
    }

    @Test
    void ulbIsPublishedInTheOrderOfTheFile() throws IOException {
        List<Recording> recordings = read("ulb-library1");
        Map<String, List<Long>> recorded = new HashMap<>();
        recordings.forEach(recording -> recording
                .rows()
                .forEach(row -> recorded.computeIfAbsent(row.device(), d -> new ArrayList<>())
                        .add(row.seq())));
        Map<String, List<Long>> published = new HashMap<>();
        Timeline.of(recordings)
                .forEach(e -> published
                        .computeIfAbsent(e.device().device(), d -> new ArrayList<>())
                        .add(e.seq()));

        assertEquals(recorded, published);
    }

    private static List<Recording> read(String set) throws IOException {
        Path folder = DATA.resolve(set);
        assumeTrue(Files.isDirectory(folder), () -> "left out: there is no " + folder);
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(file -> file.toString().endsWith(".gz") && !Recording.isNote(file))
                    .filter(file -> !file.toString().contains(".json"))
                    .sorted()
                    .toList();
        }
        List<Recording> recordings = new ArrayList<>();
        for (Path file : files) {
            recordings.add(Recording.read(file, Dialect.KNOWN_SHAPES));
        }
        return recordings;
    }
}
