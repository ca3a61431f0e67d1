package io.sluice.jobs.flink;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.jobs.rollup.ReadingBlock;
import io.sluice.kit.lifecycle.EnvironmentException;
import io.sluice.model.ledger.proto.DeviceCounted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.connector.source.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job on a real Flink in this process, with a source that counts and a sink that collects. */
class LocalJobTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void rollsUpAndGoesOnFromItsSavepointAfterAStop() throws Exception {
        CollectingSink sink = new CollectingSink("stop");
        try (LocalJob first = start(folder, "stop", 50, false)) {
            await().atMost(LONG).untilAsserted(() -> assertTrue(sink.counted() > 200));
            assertTrue(first.ready().isUp());
            assertTrue(first.live().isUp());
        }
        long atStop = sink.counted();
        assertTrue(atStop < SteadyBlocks.MESSAGES, "stopped too late to prove anything");
        try (LocalJob second = start(folder, "stop", 2_000, false)) {
            awaitComplete(sink);
            assertTrue(second.ready().isUp());
        }
        assertEquals(SteadyBlocks.plainLoop(0), sink.rollups());
        assertBalanced(sink);
    }

    @Test
    void aKilledProcessGoesOnFromItsLastCheckpoint() throws Exception {
        CollectingSink sink = new CollectingSink("kill");
        Path left = folder.resolve("left");
        try (LocalJob first = start(folder.resolve("first"), "kill", 150, false)) {
            awaitCheckpoints(first, 2);
            await().atMost(LONG).untilAsserted(() -> assertTrue(sink.counted() > 100));
            await().ignoreExceptions().atMost(LONG).until(() -> copied(folder.resolve("first"), left));
        }
        try (LocalJob second = start(left, "kill", 2_000, false)) {
            awaitComplete(sink);
            assertTrue(second.ready().isUp());
        }
        assertEquals(SteadyBlocks.plainLoop(0), sink.rollups());
        assertBalanced(sink);
    }

    @Test
    void rowsOfEpochsLongUnheardOfGoOnAfterAStop() throws Exception {
        CollectingSink sink = new CollectingSink("epochs");
        try (LocalJob first = start(folder, "epochs", SteadyBlocks.ofEpochs(400, 2, 200), false)) {
            await().atMost(LONG).untilAsserted(() -> assertTrue(sink.counted() > 300));
            assertTrue(first.ready().isUp());
        }
        assertTrue(sink.counted() < 800, "stopped too late to prove anything");
        try (LocalJob second = start(folder, "epochs", SteadyBlocks.ofEpochs(400, 2, 1_000), false)) {
            await().atMost(LONG).untilAsserted(() -> assertEquals(800, sink.counted()));
            assertTrue(second.ready().isUp());
        }
        assertBalanced(sink);
    }

    @Test
    void takesAnOlderCheckpointWhereTheNewestIsNotWhole() throws Exception {
        CollectingSink sink = new CollectingSink("torn");
        Path left = folder.resolve("left");
        try (LocalJob first = start(folder.resolve("first"), "torn", 100, false)) {
            awaitCheckpoints(first, 3);
            await().ignoreExceptions().atMost(LONG).until(() -> copied(folder.resolve("first"), left));
        }
        List<Path> candidates = new CheckpointFolder(left).candidates();
        assertTrue(candidates.size() > 1, "was " + candidates);
        Files.write(candidates.get(0).resolve("_metadata"), new byte[] {1, 2, 3});
        try (LocalJob second = start(left, "torn", 2_000, false)) {
            awaitComplete(sink);
            assertTrue(second.ready().isUp());
        }
        assertEquals(SteadyBlocks.plainLoop(0), sink.rollups());
    }

    @Test
    void refusesToBeginAnewWhereACheckpointWasLostUnlessToldToRebuild() throws Exception {
        CheckpointFolder lost = new CheckpointFolder(folder);
        lost.prepare();
        lost.write(0, true);
        Exception thrown = assertThrows(EnvironmentException.class, () -> start(folder, "lost", 100, false));
        assertTrue(String.valueOf(thrown.getMessage()).contains("jobs.rebuild=true"), "was " + thrown);

        CollectingSink sink = new CollectingSink("lost");
        try (LocalJob rebuilt = start(folder, "lost", 2_000, true)) {
            awaitComplete(sink, 1);
            assertTrue(rebuilt.ready().isUp());
        }
        assertEquals(1, lost.generation());
    }

    @Test
    void countsWhatItDoesAndKeepsNoFoldersOfEarlierRuns() throws Exception {
        CollectingSink sink = new CollectingSink("meters");
        try (LocalJob first = start(folder, "meters", 2_000, false)) {
            awaitComplete(sink);
            assertTrue(first.ready().isUp());
        }
        assertEquals(
                SteadyBlocks.MESSAGES,
                meters.get("sluice.jobs.messages")
                        .tag("result", "merged")
                        .counter()
                        .count());
        assertTrue(meters.get("sluice.jobs.rollups").tag("tier", "1s").counter().count() >= 800);
        try (LocalJob second = start(folder, "meters", 2_000, false)) {
            awaitCheckpoints(second, 1);
            CheckpointFolder kept = new CheckpointFolder(folder);
            await().atMost(LONG).untilAsserted(() -> {
                assertEquals(1, children(kept.checkpoints()));
                assertEquals(0, children(kept.savepoints()));
            });
        }
    }

    private LocalJob start(Path at, String test, double rate, boolean rebuild) throws Exception {
        return start(at, test, SteadyBlocks.atRate(rate), rebuild);
    }

    private LocalJob start(Path at, String test, Source<ReadingBlock, ?, ?> source, boolean rebuild) throws Exception {
        LocalJob job = new LocalJob(at, Duration.ofMillis(200), 2, rebuild);
        JobMeters.register(test, meters);
        try {
            job.open();
            job.start(
                    generation -> new RollupJob(
                            source, new CollectingSink(test), new RollupJob.Options(test, generation, 4, 2)),
                    meters);
        } catch (Exception e) {
            job.close();
            throw e;
        }
        return job;
    }

    private static void awaitComplete(CollectingSink sink) {
        awaitComplete(sink, 0);
    }

    private static void awaitComplete(CollectingSink sink, int generation) {
        await().atMost(LONG).untilAsserted(() -> {
            assertEquals(SteadyBlocks.MESSAGES, sink.counted());
            assertEquals(SteadyBlocks.plainLoop(generation), sink.rollups());
        });
    }

    private static void awaitCheckpoints(LocalJob job, int atLeast) {
        await().atMost(LONG).untilAsserted(() -> assertTrue(job.completedCheckpoints() >= atLeast));
    }

    private static void assertBalanced(CollectingSink sink) throws Exception {
        for (DeviceCounted row : sink.ledger().values()) {
            assertEquals(row.getPosition(), row.getCounted() + row.getLate(), row.getDevice());
            assertEquals(row.getPositionXor(), row.getCountedXor() ^ row.getLateXor(), row.getDevice());
        }
        assertFalse(sink.ledger().isEmpty());
    }

    private static int children(Path path) throws IOException {
        try (Stream<Path> inside = Files.list(path)) {
            return (int) inside.count();
        }
    }

    /** What a kill leaves: the files as they are while the job writes them. */
    private static boolean copied(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            paths.forEach(path -> copy(path, to.resolve(from.relativize(path).toString())));
        }
        return true;
    }

    private static void copy(Path from, Path to) {
        try {
            if (Files.isDirectory(from)) {
                Files.createDirectories(to);
            } else {
                Files.copy(
                        from,
                        to,
                        java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
