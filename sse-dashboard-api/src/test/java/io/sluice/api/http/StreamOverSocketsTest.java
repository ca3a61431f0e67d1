package io.sluice.api.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.TestRollups;
import io.sluice.model.rollup.SeriesKey;
import io.sluice.model.rollup.Tier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamOverSocketsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long T0 = 1_732_412_345_000L;
    private static final SeriesKey PUMP = TestRollups.series("plant-1", "pump-7", "temperature");

    private TestDoor door;

    @BeforeEach
    void open() throws IOException {
        door = new TestDoor(Clock.systemUTC());
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void theAnswerHasTheHeadersOfTheContract() throws Exception {
        try (Stream stream = new Stream("", "")) {
            assertEquals(200, stream.answer.statusCode());
            assertEquals("text/event-stream", stream.header("content-type"));
            assertEquals("no-store, no-transform", stream.header("cache-control"));
            assertEquals("no", stream.header("x-accel-buffering"));
            assertEquals("", stream.header("content-encoding"));
        }
    }

    @Test
    void aRollupThatArrivesIsSentAndItsIdResumesElsewhere() throws Exception {
        String id;
        try (Stream stream = new Stream("?site=plant-1&frame=100", "")) {
            stream.readUntil("event: snapshot");
            door.rollups.write(PUMP, Tier.S1, T0, 21.4);
            door.changed();
            List<String> frame = stream.readUntil("event: rollups");
            id = frame.get(frame.size() - 2).substring("id: ".length());
            assertEquals(door.rollups.tier(Tier.S1).position().text(), id);
            assertTrue(stream.readLine().startsWith("data: [{\"site\":\"plant-1\",\"device\":\"pump-7\""));
        }
        door.rollups.write(PUMP, Tier.S1, T0 + 1_000, 21.5);
        for (String query : List.of("?lastEventId=" + id, "?lastEventId=nonsense")) {
            String header = query.endsWith("nonsense") ? id : "";
            try (Stream stream = new Stream(query, header)) {
                assertTrue(String.join("\n", stream.readUntil("data: {\"version\""))
                        .contains("\"resume\":\"exact\""));
                stream.readUntil("event: rollups");
                String points = stream.readLine();
                assertTrue(points.contains("\"start\":" + (T0 + 1_000)), points);
                assertFalse(points.contains("\"start\":" + T0 + ","), points);
            }
        }
    }

    @Test
    void whatTheSeriesAnswersIsWhereTheStreamGoesOn() throws Exception {
        door.rollups.write(PUMP, Tier.S1, T0, 21.4);
        String series = door.get("/api/v1/series?tier=1s").body();
        String position = series.replaceAll(".*\"position\":\"([^\"]*)\".*", "$1");
        door.rollups.write(PUMP, Tier.S1, T0 + 1_000, 21.4);
        try (Stream stream = new Stream("?lastEventId=" + position, "")) {
            stream.readUntil("event: rollups");
            assertTrue(stream.readLine().contains("\"start\":" + (T0 + 1_000)));
        }
    }

    @Test
    void aClientThatGoesIsNoticed() throws Exception {
        try (Stream stream = new Stream("", "")) {
            stream.readUntil("event: snapshot");
            assertEquals(1, door.hub.viewers());
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            door.rollups.write(PUMP, Tier.S1, T0, 1);
            door.changed();
            assertEquals(0, door.hub.viewers());
        });
    }

    @Test
    void aClientThatReadsNothingCostsNoMoreThanItsCursorAndCatchesUpInOneFrame() throws Exception {
        List<SeriesKey> fleet = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            fleet.add(TestRollups.series("plant-1", "pump-" + i, "temperature"));
        }
        try (Socket lazy = new Socket()) {
            lazy.setReceiveBufferSize(4_096);
            lazy.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), door.port()));
            RawHttp.send(lazy, "GET /api/v1/stream?frame=100 HTTP/1.1\r\nHost: localhost\r\n\r\n");
            await().atMost(PATIENCE).until(() -> door.hub.viewers() == 1);
            StringBuilder seen = new StringBuilder();
            for (int second = 0; second < 8; second++) {
                long start = T0 + 1_000L * second;
                fleet.forEach(series -> door.rollups.write(series, Tier.S1, start, 1, 2, 3));
                door.changed();
                if (second == 0) {
                    seen.append(RawHttp.readUntil(lazy, "event: rollups")); // the first frame, and of it no more
                }
                await().pollDelay(Duration.ofMillis(130)).until(() -> true);
            }
            SeriesKey last = TestRollups.series("plant-1", "last", "temperature");
            door.rollups.write(last, Tier.S1, T0, 1);
            door.changed();
            String all =
                    seen.append(RawHttp.readUntil(lazy, "\"device\":\"last\"")).toString();
            int frames = all.split("event: rollups", -1).length - 1;
            assertTrue(frames >= 2 && frames <= 6, "frames " + frames);
            assertEquals(8 * 400, all.split("\"start\":", -1).length - 2);
        }
    }

    @Test
    void atTheEndViewersAreToldByeAndTheAnswerEnds() throws Exception {
        try (Stream stream = new Stream("", "")) {
            stream.readUntil("event: snapshot");
            door.hub.sayBye();
            stream.readUntil("event: bye");
            assertTrue(stream.readLine().startsWith("data: {\"reason\":\"shutdown\",\"retry\":"));
            String line = stream.readLine();
            while (line != null) {
                assertEquals("", line);
                line = stream.readLine();
            }
        }
    }

    private final class Stream implements AutoCloseable {
        final HttpResponse<InputStream> answer;
        private final BufferedReader lines;

        Stream(String query, String lastEventId) throws Exception {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + "/api/v1/stream" + query));
            if (!lastEventId.isEmpty()) {
                request.header("Last-Event-ID", lastEventId);
            }
            request.header("Accept-Encoding", "gzip");
            answer = HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
        }

        String header(String name) {
            return answer.headers().firstValue(name).orElse("");
        }

        String readLine() throws IOException {
            return lines.readLine();
        }

        /** The lines up to and with the first that starts so. */
        List<String> readUntil(String start) throws IOException {
            List<String> read = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                read.add(line);
                if (line.startsWith(start)) {
                    return read;
                }
            }
            throw new IllegalStateException("the stream ended before " + start);
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
