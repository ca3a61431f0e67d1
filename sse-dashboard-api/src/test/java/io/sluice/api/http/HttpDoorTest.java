package io.sluice.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.JsonTree;
import io.sluice.api.ManualClock;
import io.sluice.api.TestRollups;
import io.sluice.kit.health.HealthCheck;
import io.sluice.kit.health.HealthState;
import io.sluice.model.rollup.SeriesKey;
import io.sluice.model.rollup.Tier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDoorTest {
    private static final long T0 = 1_732_412_345_000L;
    private static final SeriesKey PUMP = TestRollups.series("plant-1", "pump-7", "temperature");

    private final ManualClock clock = new ManualClock(T0 + 5_000);
    private TestDoor door;

    @BeforeEach
    void open() throws IOException {
        door = new TestDoor(clock);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void seriesAreAnsweredAsTheContractWritesThem() {
        door.rollups.write(PUMP, Tier.S1, T0, 21.2, 21.6);
        HttpResponse<String> answer = door.get("/api/v1/series?device=pump-7&tier=1s&from=" + T0);
        assertEquals(200, answer.statusCode());
        assertEquals("application/json", header(answer, "content-type"));
        String identities = (String) JsonTree.at(JsonTree.parse(answer.body()), "series", 0, "points", 0, "identities");
        assertEquals(
                "{\"tier\":\"1s\",\"series\":[{\"site\":\"plant-1\",\"device\":\"pump-7\",\"metric\":\"temperature\","
                        + "\"points\":[{\"start\":1732412345000,\"end\":1732412346000,\"count\":2,\"sum\":42.8,"
                        + "\"min\":21.2,\"max\":21.6,\"mean\":21.4,\"stddev\":" + Math.sqrt(0.04) + ",\"p50\":21.2,"
                        + "\"p95\":21.6,\"p99\":21.6,\"first\":21.2,\"last\":21.6,\"revision\":2,\"identities\":\""
                        + identities + "\"}]}],\"position\":\""
                        + door.rollups.tier(Tier.S1).position().text() + "\"}",
                answer.body()
                        .replaceAll(
                                "\"stddev\":0\\.2[0-9]*|\"stddev\":0\\.19999[0-9]*", "\"stddev\":" + Math.sqrt(0.04)));
    }

    @Test
    void mergedSeriesComeWithoutTheMergedAwayKeys() {
        door.rollups.write(PUMP, Tier.S1, T0, 1);
        door.rollups.write(TestRollups.series("plant-2", "fan-1", "temperature"), Tier.S1, T0, 3);
        Map<String, Object> site =
                first(door.get("/api/v1/series?by=site&tier=1s").body());
        assertEquals(List.of("site", "metric", "points"), List.copyOf(site.keySet()));
        Map<String, Object> fleet =
                first(door.get("/api/v1/series?by=fleet&tier=1s").body());
        assertEquals(List.of("metric", "points"), List.copyOf(fleet.keySet()));
        assertEquals(2.0, JsonTree.at(fleet, "points", 0, "mean"));
    }

    @Test
    void toDefaultsToNowAndMayLieAhead() {
        door.rollups.write(PUMP, Tier.S1, T0 + 5_000, 1);
        assertEquals(
                List.of(),
                JsonTree.at(JsonTree.parse(door.get("/api/v1/series?tier=1s").body()), "series"));
        String ahead = door.get("/api/v1/series?tier=1s&to=" + (T0 + 60_000)).body();
        assertEquals(T0 + 5_000, JsonTree.at(JsonTree.parse(ahead), "series", 0, "points", 0, "start"));
    }

    @Test
    void aLargeAnswerIsGzippedWhereTheClientTakesIt() throws IOException {
        for (int i = 0; i < 1_000; i++) {
            door.rollups.write(PUMP, Tier.S1, T0 - 1_000L * i, i);
        }
        String plain = door.get("/api/v1/series?tier=1s").body();
        HttpResponse<byte[]> zipped = door.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + "/api/v1/series?tier=1s"))
                        .header("Accept-Encoding", "gzip")
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertEquals("gzip", zipped.headers().firstValue("content-encoding").orElse(""));
        assertTrue(zipped.body().length < plain.length() / 5);
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
            assertEquals(plain, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    @Timeout(60)
    void manyWhoDoNotReadALongAnswerKeepNobodyWaiting() throws Exception {
        for (int i = 0; i < 4_000; i++) {
            door.rollups.write(PUMP, Tier.S1, T0 - 1_000L * i, i);
        }
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                slow.add(RawHttp.slowReader(door.port(), "GET /api/v1/series?tier=1s HTTP/1.1"));
            }
            for (String path : List.of("/api/v1/series?tier=1s", "/api/v1/devices", "/api/v1/ledger?by=device")) {
                assertEquals(200, door.get(path).statusCode());
            }
            String first = RawHttp.readUntil(slow.get(0), "\"position\"");
            assertTrue(first.contains("\"position\""), "by then nobody was hung up on");
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void devicesAreListedAndFoundOneByOne() {
        door.devices.apply(
                "plant-1/pump-7",
                ("{\"site\":\"plant-1\",\"device\":\"pump-7\",\"lastSeen\":" + T0 + "}")
                        .getBytes(StandardCharsets.UTF_8),
                T0);
        String device = "{\"site\":\"plant-1\",\"device\":\"pump-7\",\"lastSeen\":" + T0 + ",\"online\":true}";
        assertEquals(device, door.get("/api/v1/devices/plant-1/pump-7").body());
        assertEquals(device, door.get("/api/v1/devices/plant%2D1/pump-7").body());
        assertEquals(
                "{\"devices\":[" + device + "]}",
                door.get("/api/v1/devices?site=plant-*").body());
        assertEquals("{\"devices\":[]}", door.get("/api/v1/devices?site=plant").body());
        assertProblem(
                404,
                "device must be one that has been seen, was plant-1/pump-8",
                "GET",
                "/api/v1/devices/plant-1/pump-8");
        assertProblem(
                400,
                "site and device must be ids of [A-Za-z0-9_.:-], was plant%201/pump-7",
                "GET",
                "/api/v1/devices/plant%201/pump-7");
    }

    @Test
    void theLedgerIsAnsweredWholeBySiteAndByDevice() {
        assertEquals(0L, JsonTree.object(door.get("/api/v1/ledger").body()).get("residue"));
        assertEquals(
                List.of(),
                JsonTree.at(JsonTree.parse(door.get("/api/v1/ledger?by=site").body()), "sites"));
        assertFalse(JsonTree.object(door.get("/api/v1/ledger?by=fleet").body()).containsKey("devices"));
        assertEquals(
                List.of(),
                JsonTree.at(JsonTree.parse(door.get("/api/v1/ledger?by=device").body()), "devices"));
    }

    @ParameterizedTest(name = "{1} {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | GET | /api/v1/series?colour=red | parameter must be one of site, device, metric, tier, from, to, maxPoints, by, was colour",
                "400 | GET | /api/v1/series?tier=2s | tier must be one of 1s, 10s, 1m, 1h, was 2s",
                "400 | GET | /api/v1/series?maxPoints=-1 | maxPoints must be a whole number from 1 to 1000000, was -1",
                "400 | GET | /api/v1/stream?frame=50 | frame must be one of 100, 250, 500, 1000, was 50",
                "400 | GET | /api/v1/stream?columns=2 | columns must be one of 0, 1, was 2",
                "400 | GET | /api/v1/stream?colour=red | parameter must be one of site, device, metric, tier, frame, columns, lastEventId, was colour",
                "400 | GET | /api/v1/ledger?by=metric | by must be one of device, site, fleet, was metric",
                "400 | GET | /api/v1/ledger?metric=a | parameter must be one of site, device, by, was metric",
                "400 | GET | /api/v1/devices?tier=1s | parameter must be one of site, device, was tier",
                "400 | GET | /api/v1/devices/a/b?x=1 | parameter must be left out, the path takes none, was x",
                "400 | GET | /metrics?x=1 | parameter must be left out, the path takes none, was x",
                "400 | GET | /openapi.yaml?x=1 | parameter must be left out, the path takes none, was x",
                "400 | GET | /health/ready?x=1 | parameter must be left out, the path takes none, was x",
                "404 | GET | /api/v1/alerts | path must be one that is in /openapi.yaml, was /api/v1/alerts",
                "404 | GET | /api/v1/explain | path must be one that is in /openapi.yaml, was /api/v1/explain",
                "404 | GET | /api/v1/devices/a | path must be /api/v1/devices/{site}/{device}",
                "404 | GET | /nothing.html | path must be one that is in /openapi.yaml, was /nothing.html",
                "405 | POST | /api/v1/series | method must be GET or HEAD, was POST",
                "405 | DELETE | / | method must be GET or HEAD, was DELETE"
            })
    void aRefusalIsAProblemThatNamesTheThingTheRuleAndTheValue(int status, String method, String path, String detail) {
        assertProblem(status, detail, method, path);
    }

    @Test
    void aFilterOfTooManyNamesIsAProblemToo() {
        String query = "?device=a" + ",b".repeat(256);
        for (String path : List.of("series", "stream", "devices", "ledger")) {
            assertProblem(400, "device must be at most 256 names, was 257", "GET", "/api/v1/" + path + query);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "/..%2f..%2fetc/passwd",
                "/web/../openapi.yaml",
                "/assets/%2e%2e/index.html",
                "//",
                "/%00",
                "/assets/..",
                "/io/sluice/api/DashboardApi.class"
            })
    void hostilePathsFindNothing(String path) throws IOException {
        String head = RawHttp.head(door.port(), "GET " + path + " HTTP/1.1");
        assertTrue(head.startsWith("HTTP/1.1 40"), head);
        assertTrue(head.toLowerCase(Locale.ROOT).contains("application/problem+json"), head);
    }

    @Test
    void brokenHttpIsRefused() throws IOException {
        assertTrue(RawHttp.head(door.port(), "GET /api/v1/series HTTP/9.9").startsWith("HTTP/1.1 "));
        assertTrue(RawHttp.head(door.port(), "NONSENSE").startsWith("HTTP/1.1 400"));
        assertTrue(RawHttp.head(door.port(), "GET /api/v1/series?site=" + "a".repeat(20_000) + " HTTP/1.1")
                .startsWith("HTTP/1.1 4"));
    }

    @Test
    void thePageIsServedWithItsPolicyAndHashedFilesAreKeptForEver() {
        HttpResponse<String> page = door.get("/?site=plant-1&tier=1s");
        assertEquals(200, page.statusCode());
        assertEquals("text/html; charset=utf-8", header(page, "content-type"));
        assertEquals("no-cache", header(page, "cache-control"));
        assertTrue(header(page, "content-security-policy").startsWith("default-src 'self'"));
        HttpResponse<String> script = door.get("/assets/index-test.js");
        assertEquals("text/javascript; charset=utf-8", header(script, "content-type"));
        assertEquals("public, max-age=31536000, immutable", header(script, "cache-control"));
    }

    @Test
    void headIsAnsweredLikeGetWithoutABody() {
        assertEquals("", door.send("HEAD", "/api/v1/ledger").body());
        assertEquals(200, door.send("HEAD", "/api/v1/ledger").statusCode());
        HttpResponse<String> stream = door.send("HEAD", "/api/v1/stream");
        assertEquals("text/event-stream", header(stream, "content-type"));
    }

    @Test
    void otherOriginsMayReadTheApiWhereTheSettingNamesThem() {
        assertEquals("https://other.example", header(door.get("/api/v1/ledger"), "access-control-allow-origin"));
        assertEquals("", header(door.get("/health/live"), "access-control-allow-origin"));
    }

    @Test
    void healthMetricsAndDescriptionAreAnswered() {
        assertEquals(200, door.get("/health/live").statusCode());
        assertEquals(200, door.get("/health/ready").statusCode());
        door.health.ready(HealthCheck.of("api", () -> HealthState.down("still reading")));
        HttpResponse<String> ready = door.get("/health/ready");
        assertEquals(503, ready.statusCode());
        assertTrue(ready.body().contains("still reading"), ready.body());
        assertTrue(door.get("/metrics").body().contains("jvm_memory"));
        assertTrue(door.get("/openapi.yaml").body().startsWith("openapi: 3.1"));
    }

    private void assertProblem(int status, String detail, String method, String path) {
        HttpResponse<String> answer = door.send(method, path);
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals("application/problem+json", header(answer, "content-type"));
        Map<String, Object> problem = JsonTree.object(answer.body());
        assertEquals((long) status, problem.get("status"));
        assertEquals(detail, problem.get("detail"));
    }

    private static Map<String, Object> first(String body) {
        return JsonTree.array(JsonTree.at(JsonTree.parse(body), "series")).get(0);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
