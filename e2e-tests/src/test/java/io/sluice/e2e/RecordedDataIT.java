package io.sluice.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.e2e.fixture.Api;
import io.sluice.e2e.fixture.Recordings;
import io.sluice.e2e.fixture.SluiceProcess;
import io.sluice.e2e.fixture.SseClient;
import io.sluice.e2e.oracle.PlainLoop;
import io.sluice.e2e.oracle.PlainLoop.Expected;
import io.sluice.e2e.oracle.PlainLoop.Window;
import io.sluice.e2e.oracle.UlbGaps;
import io.sluice.e2e.oracle.UlbGaps.Gap;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.IdentityMix;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day of real telemetry goes in through MQTT, with its real losses and re-sends, and every window of every tier read
 * from history and from the stream is what a plain loop over the file computes.
 */
class RecordedDataIT {
    private static final List<String> METRICS =
            List.of("internal-temperature", "internal-voltage", "humidity", "temperature", "par", "tsr");
    private static final String ALL_TIME = "&from=2006-01-01T00:00:00Z";

    @TempDir
    Path work;

    @Test
    void every_rollup_of_a_recorded_day_equals_what_a_plain_loop_computes() throws Exception {
        List<Path> files = Recordings.ulb();
        Map<String, String> settings = SluiceProcess.pipelineSettings(work.resolve("data"));
        settings.put("payload.max-age", "36500d");
        int httpPort = Integer.parseInt(settings.get("http.port"));
        Api api = new Api(httpPort);
        try (SluiceProcess up = SluiceProcess.start(work, settings, "up").awaitReady(httpPort)) {
            Map<String, SseClient> streams = new HashMap<>();
            for (String tier : PlainLoop.TIERS.keySet()) {
                streams.put(tier, api.stream("tier=" + tier + "&site=ulb"));
            }
            replay(files, Objects.requireNonNull(settings.get("mqtt.port")));
            assertLedger(api);
            soon().untilAsserted(() -> assertEquals(UlbGaps.of(files), missingRanges(api)));
            String epoch = epoch(api);
            Map<Window, Expected> expected =
                    PlainLoop.overUlb(files, "ulb", METRICS, (device, seq) -> mix(device, epoch, seq));
            for (String tier : PlainLoop.TIERS.keySet()) {
                soon().untilAsserted(() -> assertWindows("history", tier, expected, history(api, tier)));
            }
            for (Map.Entry<String, SseClient> stream : streams.entrySet()) {
                soon().untilAsserted(() -> assertStream(stream.getKey(), stream.getValue(), expected));
                stream.getValue().close();
            }
            assertEquals(0, up.terminate());
        }
    }

    /** The ledger may be ahead of what is shown. To ask is work. */
    private static ConditionFactory soon() {
        return await().atMost(Duration.ofMinutes(4)).pollDelay(Duration.ZERO).pollInterval(Duration.ofSeconds(5));
    }

    private void replay(List<Path> files, String mqttPort) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("replay", "--broker", "mqtt://127.0.0.1:" + mqttPort, "--speed", "100000", "--keep-time"));
        files.forEach(file -> command.add(file.toString()));
        try (SluiceProcess replay = SluiceProcess.start(work, Map.of(), command.toArray(String[]::new))) {
            assertEquals(0, replay.awaitExit(Duration.ofMinutes(8)));
        }
    }

    private static void assertLedger(Api api) {
        await().atMost(Duration.ofMinutes(4)).untilAsserted(() -> {
            JsonNode ledger = api.json("/api/v1/ledger?site=ulb");
            assertEquals(29_582, ledger.get("counted").asLong(), ledger::toString);
            assertEquals(30_303, ledger.get("produced").asLong(), ledger::toString);
            assertEquals(721, ledger.get("missing").asLong(), ledger::toString);
            assertEquals(
                    120,
                    ledger.get("duplicates").asLong() + ledger.get("conflicts").asLong(),
                    ledger::toString);
            assertEquals(29_702, ledger.get("appended").asLong(), ledger::toString);
            assertEquals(0, ledger.get("inFlight").asLong(), ledger::toString);
            assertEquals(0, ledger.get("residue").asLong(), ledger::toString);
        });
    }

    /** By device, as the ledger lists them. */
    private static Map<String, List<Gap>> missingRanges(Api api) throws IOException {
        Map<String, List<Gap>> ranges = new HashMap<>();
        for (JsonNode row : api.json("/api/v1/ledger?site=ulb&by=device").get("devices")) {
            List<Gap> gaps = new ArrayList<>();
            row.get("missingRanges")
                    .forEach(range -> gaps.add(
                            new Gap(range.get("from").asLong(), range.get("to").asLong())));
            ranges.put(row.get("device").asText(), gaps);
        }
        return ranges;
    }

    private static Map<Window, JsonNode> history(Api api, String tier) throws IOException {
        Map<Window, JsonNode> points = new HashMap<>();
        for (JsonNode series :
                api.json("/api/v1/series?site=ulb&tier=" + tier + ALL_TIME).get("series")) {
            String device =
                    series.get("site").asText() + "/" + series.get("device").asText();
            for (JsonNode point : series.get("points")) {
                points.put(
                        new Window(
                                device,
                                series.get("metric").asText(),
                                tier,
                                point.get("start").asLong()),
                        point);
            }
        }
        return points;
    }

    /** What a client of the stream holds: by (series, tier, start), the highest revision. */
    private static void assertStream(String tier, SseClient stream, Map<Window, Expected> expected) {
        Map<Window, JsonNode> held = new HashMap<>();
        stream.eachPoint(point -> {
            assertEquals(tier, point.get("tier").asText());
            Window window = new Window(
                    point.get("site").asText() + "/" + point.get("device").asText(),
                    point.get("metric").asText(),
                    tier,
                    point.get("start").asLong());
            held.merge(window, point, (a, b) -> revision(b) >= revision(a) ? b : a);
        });
        assertWindows("stream", tier, expected, held);
    }

    private static long revision(JsonNode point) {
        return point.get("revision").asLong();
    }

    private static void assertWindows(
            String source, String tier, Map<Window, Expected> expected, Map<Window, JsonNode> actual) {
        Set<Window> due = new HashSet<>(expected.keySet());
        due.removeIf(window -> !window.tier().equals(tier));
        assertEquals(due.size(), actual.size(), () -> source + " " + tier + ": number of windows");
        for (Window window : due) {
            JsonNode point = actual.get(window);
            assertTrue(point != null, () -> source + " lacks " + window);
            assertPoint(source + " " + window, Objects.requireNonNull(expected.get(window)), point);
        }
    }

    private static void assertPoint(String what, Expected expected, JsonNode point) {
        String context = what + " " + point;
        assertEquals(expected.count(), point.get("count").asLong(), context);
        assertEquals(expected.count(), point.get("revision").asLong() & ((1L << 40) - 1), context);
        assertEquals(expected.sum(), point.get("sum").asDouble(), context);
        assertEquals(expected.quantile(0), point.get("min").asDouble(), context);
        assertEquals(expected.quantile(1), point.get("max").asDouble(), context);
        assertEquals(expected.first(), point.get("first").asDouble(), context);
        assertEquals(expected.last(), point.get("last").asDouble(), context);
        assertEquals(expected.sum() / expected.count(), point.get("mean").asDouble(), context);
        assertEquals(expected.stddev(), point.get("stddev").asDouble(), 1e-9 * Math.abs(expected.sum()), context);
        assertEquals(
                HexFormat.of().toHexDigits(expected.identities()),
                point.get("identities").asText(),
                context);
        assertQuantile(context, expected.quantile(0.5), point.get("p50").asDouble());
        assertQuantile(context, expected.quantile(0.95), point.get("p95").asDouble());
        assertQuantile(context, expected.quantile(0.99), point.get("p99").asDouble());
    }

    private static void assertQuantile(String context, double expected, double actual) {
        assertEquals(expected, actual, Math.abs(expected) * 0.010_001, context);
    }

    /** One replay is one boot of every device it plays. */
    private static String epoch(Api api) throws IOException {
        return api.json("/api/v1/devices?site=ulb")
                .get("devices")
                .get(0)
                .get("epoch")
                .asText();
    }

    private static long mix(String device, String epoch, long seq) {
        return IdentityMix.mix(IdentityMix.seed(DeviceId.parse(device), epoch), seq);
    }
}
