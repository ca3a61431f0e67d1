package io.sluice.simulator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.simulator.mqtt.BrokerAddress;
import io.sluice.simulator.mqtt.TinyBroker;
import io.sluice.simulator.replay.ColumnSpec;
import io.sluice.simulator.replay.Recording;
import io.sluice.simulator.replay.RecordingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_732_412_345_000L), ZoneOffset.UTC);

    @TempDir
    Path folder;

    @Test
    void rowsAreRestampedWithTheirSpacingDividedByTheSpeed() throws Exception {
        Path file = write("R1.txt", ulb("1163438041250", 1), ulb("1163438041999", 2), ulb("1163438041000", 1));
        try (TinyBroker broker = new TinyBroker((topic, payload) -> 0, 1_000)) {
            ReplayReport report = new Replay(ReplayOptions.of(List.of(file), broker.address(), 100), CLOCK).run();

            assertEquals(0, report.exitCode());
            assertEquals("r" + Long.toString(1_732_412_345_000L, 36), report.epoch());
            assertEquals(
                    List.of(
                            message(report, 1_732_412_345_000L, 1),
                            message(report, 1_732_412_345_007L, 2),
                            message(report, 1_732_412_344_997L, 1)),
                    broker.payloads());
            assertEquals("telemetry/ulb/20", broker.received().get(0).topic());
        }
    }

    @Test
    void aRowsOwnEpochIsPublishedAsItIs() throws Exception {
        Path file = write("own.csv", "1000,pump,b7f3,21.5", "1001,pump,b7f4,22");
        Recording.Dialect dialect =
                new Recording.Dialect(ColumnSpec.parse("ts=0,device=1,epoch=2,temperature=3"), null, null);
        try (TinyBroker broker = new TinyBroker((topic, payload) -> 0, 1_000)) {
            ReplayReport report = new Replay(
                            ReplayOptions.of(List.of(file), broker.address(), 1)
                                    .withKeepTime(true)
                                    .withDialect(dialect),
                            CLOCK)
                    .run();

            assertEquals(
                    List.of(
                            "{\"ts\":1000,\"epoch\":\"b7f3\",\"seq\":1,\"values\":{\"temperature\":21.5}}",
                            "{\"ts\":1001,\"epoch\":\"b7f4\",\"seq\":1,\"values\":{\"temperature\":22}}"),
                    broker.payloads());
            assertEquals(
                    "replayed rows=2 devices=1 epochs=recorded published=2 acked=2 refused=0 unacked=0",
                    report.toString());
        }
    }

    @Test
    void keptTimeIsTheRecordings() throws Exception {
        Path file = write("R1.txt", ulb("1163438041250", 1));
        try (TinyBroker broker = new TinyBroker((topic, payload) -> 0, 1_000)) {
            ReplayReport report = new Replay(
                            ReplayOptions.of(List.of(file), broker.address(), 1).withKeepTime(true))
                    .run();

            assertEquals(List.of(message(report, 1_163_438_041_250L, 1)), broker.payloads());
        }
    }

    @Test
    void everyRowArrivesInOrderThoughTheBrokerHangsUp() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int seq = 1; seq <= 3_000; seq++) {
            lines.add(ulb(Long.toString(1163438041250L + seq), seq));
        }
        Path file = write("R1.txt", lines.toArray(String[]::new));
        SplittableRandom random = new SplittableRandom(5);
        try (TinyBroker broker =
                new TinyBroker((topic, payload) -> random.nextInt(300) == 0 ? TinyBroker.TAKE_AND_HANG_UP : 0, 50)) {
            ReplayReport report = new Replay(ReplayOptions.of(List.of(file), broker.address(), 1000)).run();

            assertTrue(report.isComplete(), report::toString);
            assertEquals(3_000, report.counts().acked());
            List<String> first = List.copyOf(new LinkedHashSet<>(broker.payloads()));
            assertEquals(3_000, first.size());
            for (int i = 0; i < first.size(); i++) {
                assertTrue(first.get(i).contains("\"seq\":" + (i + 1) + ","), first.get(i));
            }
        }
    }

    @Test
    void aRefusedRowMakesTheVerdictNo() throws Exception {
        Path file = write("R1.txt", ulb("1163438041250", 1), ulb("1163438041251", 2));
        try (TinyBroker broker = new TinyBroker((topic, payload) -> payload.contains("\"seq\":2") ? 0x99 : 0, 1_000)) {
            ReplayReport report = new Replay(ReplayOptions.of(List.of(file), broker.address(), 1)).run();

            assertEquals(1, report.exitCode());
            assertEquals(
                    "replayed rows=2 devices=1 epoch=" + report.epoch() + " published=2 acked=1 refused=1 unacked=0",
                    report.toString());
        }
    }

    @Test
    void whoIsStoppedWaitsForTheAnswersThatAreDueAndTells() throws Exception {
        Path file = write("R1.txt", ulb("1163438041250", 1), ulb("1163438051250", 2), ulb("1163439051250", 3));
        try (TinyBroker broker = new TinyBroker((topic, payload) -> 0, 1_000)) {
            Replay replay = new Replay(ReplayOptions.of(List.of(file), broker.address(), 1));
            FutureTask<ReplayReport> run = new FutureTask<>(replay::run);
            new Thread(run, "replay").start();
            await().until(() -> broker.received().size() == 1);
            replay.stop();

            ReplayReport report = run.get(10, TimeUnit.SECONDS);
            assertEquals(1, report.counts().published());
            assertEquals(1, report.counts().acked());
        }
    }

    @Test
    void aBrokerThatNeverAnswersEndsTheRun() throws Exception {
        Path file = write("R1.txt", ulb("1163438041250", 1));
        try (TinyBroker broker = new TinyBroker((topic, payload) -> TinyBroker.SILENCE, 1_000)) {
            ReplayOptions options = ReplayOptions.of(List.of(file), broker.address(), 1)
                    .withTimeouts(Duration.ofSeconds(60), Duration.ofMillis(200));

            ReplayReport report = new Replay(options).run();

            assertEquals(1, report.exitCode());
            assertEquals(1, report.counts().unacked());
        }
    }

    @Test
    void aBrokerThatIsNotThereIsNamed() throws Exception {
        Path file = write("R1.txt", ulb("1163438041250", 1));
        BrokerAddress address;
        try (TinyBroker gone = new TinyBroker((topic, payload) -> 0, 1_000)) {
            address = gone.address();
        }
        ReplayOptions options =
                ReplayOptions.of(List.of(file), address, 1).withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1));

        IOException e = assertThrows(IOException.class, () -> new Replay(options).run());
        assertEquals("broker must be reachable within 1 s at " + address + ", was not: not-reached", e.getMessage());
    }

    @Test
    void aFileOfNotesAloneIsNoReplay() throws IOException {
        Path note = write("ReadMe.txt", "Library 1 dataset.");
        Path unknown = write("hello.txt", "hello");

        assertThrows(
                RecordingException.class,
                () -> new Replay(ReplayOptions.of(List.of(note, unknown), BrokerAddress.LOCAL, 1)));
        assertThrows(
                RecordingException.class, () -> new Replay(ReplayOptions.of(List.of(note), BrokerAddress.LOCAL, 1)));
    }

    private static String ulb(String ts, int seq) {
        return ts + " 20 " + seq + " 21,21 2,81 51,53 22,08 20 28";
    }

    private static String message(ReplayReport report, long ts, int seq) {
        return "{\"ts\":" + ts + ",\"epoch\":\"" + report.epoch() + "\",\"seq\":" + seq
                + ",\"values\":{\"internal-temperature\":21.21,\"internal-voltage\":2.81,\"humidity\":51.53,"
                + "\"temperature\":22.08,\"par\":20,\"tsr\":28}}";
    }

    private Path write(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines), StandardCharsets.ISO_8859_1);
    }
}
