package io.sluice.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.e2e.fixture.Api;
import io.sluice.e2e.fixture.Mosquitto;
import io.sluice.e2e.fixture.Promtool;
import io.sluice.e2e.fixture.SluiceProcess;
import io.sluice.e2e.fixture.SseClient;
import io.sluice.simulator.Fleet;
import io.sluice.simulator.FleetOptions;
import io.sluice.simulator.mqtt.BrokerAddress;
import io.sluice.simulator.mqtt.PublishCounts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The thread: a publish by someone else's client comes back from history and stream, and survives a restart; what a
 * simulated fleet says is counted to the last message.
 */
class PublishToStreamIT {
    private static final Duration SOON = Duration.ofMinutes(1);
    /** Of two nodes, and of two nodes and what is behind them. */
    private static final int BIRTHS = 6;
    /** More than ingest remembers message by message. */
    private static final int KEPT = 300;

    @TempDir
    Path work;

    @Test
    void what_is_published_at_any_qos_and_version_and_by_a_fleet_is_shown_and_survives_a_restart() throws Exception {
        Mosquitto mosquitto = Mosquitto.required();
        Promtool promtool = Promtool.required();
        Map<String, String> settings = SluiceProcess.pipelineSettings(work.resolve("data"));
        int mqttPort = Integer.parseInt(settings.get("mqtt.port"));
        int httpPort = Integer.parseInt(settings.get("http.port"));
        Api api = new Api(httpPort);
        String kept = kept(System.currentTimeMillis());
        long fleetSaid;
        try (SluiceProcess up = SluiceProcess.start(work, settings, "up").awaitReady(httpPort);
                SseClient stream = api.stream("tier=1s&site=plant-1")) {
            assertEquals(List.of(), up.openBeyondLoopback());
            for (String version : new String[] {"mqttv311", "mqttv5"}) {
                for (int qos = 0; qos <= 2; qos++) {
                    String device = version + "-qos" + qos;
                    mosquitto.publish(mqttPort, version, qos, "telemetry/plant-1/" + device, message(21.5 + qos));
                }
            }
            for (String version : new String[] {"mqttv311", "mqttv5"}) {
                for (int qos = 0; qos <= 2; qos++) {
                    String device = version + "-qos" + qos;
                    double value = 21.5 + qos;
                    await().atMost(SOON).untilAsserted(() -> assertOnePoint(api, device, value));
                    await().atMost(SOON).until(() -> hasPoint(stream, device, value));
                }
            }
            fleetSaid = saidByAFleet(mqttPort);
            await().atMost(SOON).untilAsserted(() -> assertCounted(fleetSaid, api, "?site=formats"));
            mosquitto.publish(mqttPort, "mqttv5", 1, "telemetry/plant-1/logger", kept);
            await().atMost(SOON).untilAsserted(() -> assertCounted(KEPT, api, "?device=logger"));
            assertEquals(List.of(), promtool.findings(api.get("/metrics").body(), work));
            assertEquals(0, up.terminate());
        }
        try (SluiceProcess again = SluiceProcess.start(work, settings, "up").awaitReady(httpPort)) {
            await().atMost(SOON).untilAsserted(() -> {
                assertOnePoint(api, "mqttv311-qos1", 22.5);
                assertOnePoint(api, "mqttv5-qos2", 23.5);
                assertCounted(6 + KEPT + fleetSaid, api, "");
            });
            mosquitto.publish(mqttPort, "mqttv5", 1, "telemetry/plant-1/logger", kept);
            await().atMost(SOON).untilAsserted(() -> assertCopied(KEPT, api, "?device=logger"));
            assertEquals(0, again.terminate());
        }
    }

    /** In formats and encodings that need more than a payload: births, user properties. */
    private static long saidByAFleet(int mqttPort) {
        BrokerAddress gateway = new BrokerAddress("127.0.0.1", mqttPort);
        try (Fleet fleet = new Fleet(FleetOptions.of("src/test/resources/formats.yaml", 10, gateway, 7))) {
            fleet.start();
            await().atMost(SOON).until(() -> fleet.counts().acked() > 500);
            PublishCounts counts = fleet.stop();
            assertEquals(0, counts.refused() + counts.unacked(), counts::toString);
            assertEquals(BIRTHS, counts.sent(), counts::toString);
            return counts.acked() + counts.sent();
        }
    }

    /** A Sparkplug birth that says again what its device has measured last is a copy of that. */
    private static void assertCounted(long messages, Api api, String filter) throws IOException {
        JsonNode ledger = api.json("/api/v1/ledger" + filter);
        assertEquals(
                messages,
                ledger.get("counted").asLong() + ledger.get("duplicates").asLong(),
                ledger::toString);
        assertTrue(ledger.get("duplicates").asLong() <= BIRTHS, ledger::toString);
        assertEquals(0, ledger.get("residue").asLong(), ledger::toString);
    }

    /** All that was said was said again, to another life of the gateway, and counts once. */
    private static void assertCopied(long messages, Api api, String filter) throws IOException {
        JsonNode ledger = api.json("/api/v1/ledger" + filter);
        assertEquals(messages, ledger.get("duplicates").asLong(), ledger::toString);
        assertEquals(messages, ledger.get("counted").asLong(), ledger::toString);
        assertEquals(0, ledger.get("residue").asLong(), ledger::toString);
    }

    /** What a device has kept, in one publish; each message has a ts and no seq. */
    private static String kept(long lastTs) {
        return LongStream.rangeClosed(lastTs - KEPT + 1, lastTs)
                .mapToObj(ts -> "{\"ts\":" + ts + ",\"temperature\":21.5}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String message(double temperature) {
        return "{\"ts\":" + System.currentTimeMillis() + ",\"epoch\":\"b7f3\",\"seq\":1,\"values\":{\"temperature\":"
                + temperature + "}}";
    }

    private static void assertOnePoint(Api api, String device, double value) throws IOException {
        JsonNode answer = api.json("/api/v1/series?site=plant-1&device=" + device + "&tier=1s&from=-10m");
        assertEquals(1, answer.get("series").size(), answer::toString);
        JsonNode points = answer.get("series").get(0).get("points");
        assertEquals(1, points.size(), answer::toString);
        assertEquals(1, points.get(0).get("count").asInt());
        assertEquals(value, points.get(0).get("sum").asDouble());
        assertTrue(answer.get("position").asText().startsWith("1~"), answer::toString);
    }

    private static boolean hasPoint(SseClient stream, String device, double value) {
        return stream.points().stream()
                .anyMatch(point -> point.get("device").asText().equals(device)
                        && point.get("metric").asText().equals("temperature")
                        && point.get("mean").asDouble() == value);
    }
}
