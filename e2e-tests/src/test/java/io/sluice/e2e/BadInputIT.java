package io.sluice.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import io.sluice.e2e.fixture.Api;
import io.sluice.e2e.fixture.Publisher;
import io.sluice.e2e.fixture.SluiceProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input is data: answered with its reason code, counted under its reason, and nothing good devices notice. */
class BadInputIT {
    /** Payload to the reason code and label it must get. */
    private static final Map<String, Refusal> PAYLOADS = new LinkedHashMap<>();

    static {
        PAYLOADS.put("{\"values\":{\"t\":21.4", new Refusal(0x99, "not-parsable"));
        PAYLOADS.put("{\"values\":{\"t\":NaN}}", new Refusal(0x99, "not-finite"));
        PAYLOADS.put("{\"values\":{\"t\":1e999}}", new Refusal(0x99, "not-finite"));
        PAYLOADS.put("{\"values\":{}}", new Refusal(0x99, "no-values"));
        PAYLOADS.put("{\"ts\":1000,\"values\":{\"t\":1}}", new Refusal(0x83, "ts-out-of-bounds"));
        PAYLOADS.put("[[[[[[[[[[[[1]]]]]]]]]]]]", new Refusal(0x83, "too-deep"));
    }

    private record Refusal(int reasonCode, String label) {}

    @TempDir
    Path work;

    @Test
    void refused_publishes_are_answered_counted_and_dead_lettered_while_good_devices_go_on() throws Exception {
        Map<String, String> settings = SluiceProcess.pipelineSettings(work.resolve("data"));
        int mqttPort = Integer.parseInt(settings.get("mqtt.port"));
        int httpPort = Integer.parseInt(settings.get("http.port"));
        Api api = new Api(httpPort);
        try (SluiceProcess up = SluiceProcess.start(work, settings, "up").awaitReady(httpPort);
                Publisher good = new Publisher("plant-1/good", "e1", mqttPort).start()) {
            Mqtt5BlockingClient hostile = MqttClient.builder()
                    .useMqttVersion5()
                    .identifier("hostile")
                    .serverHost("127.0.0.1")
                    .serverPort(mqttPort)
                    .buildBlocking();
            hostile.connect();
            for (Map.Entry<String, Refusal> row : PAYLOADS.entrySet()) {
                assertEquals(
                        row.getValue().reasonCode(),
                        publish(hostile, "telemetry/plant-1/hostile", row.getKey()),
                        row.getKey());
            }
            assertEquals(0x90, publish(hostile, "telemetry/plant 1/hostile", "{\"t\":1}"));
            assertTrue(hostile.getState().isConnected(), "a refused publish leaves the connection open");
            hostile.disconnect();
            int before = good.acknowledged().size();
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> good.acknowledged().size() > before + 100);
            good.stopProducing();
            assertLedger(api);
            assertEquals(0, up.terminate());
        }
    }

    private static void assertLedger(Api api) {
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            JsonNode ledger = api.json("/api/v1/ledger");
            JsonNode rejected = ledger.get("rejected");
            Map<String, Long> expected = new LinkedHashMap<>();
            PAYLOADS.values().forEach(refusal -> expected.merge(refusal.label(), 1L, Long::sum));
            expected.put("topic-invalid", 1L);
            expected.forEach((label, count) ->
                    assertEquals(count, rejected.path(label).asLong(), () -> label + " in " + ledger));
            assertEquals(0, ledger.get("inFlight").asLong(), ledger::toString);
            assertEquals(0, ledger.get("residue").asLong(), ledger::toString);
        });
    }

    /** The reason code of the PUBACK. */
    private static int publish(Mqtt5BlockingClient client, String topic, String payload) {
        Mqtt5PubAckException refused = assertThrows(
                Mqtt5PubAckException.class,
                () -> client.publishWith()
                        .topic(topic)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload(payload.getBytes(StandardCharsets.UTF_8))
                        .send(),
                payload);
        return refused.getMqttMessage().getReasonCode().getCode();
    }
}
