package io.sluice.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.e2e.fixture.Mosquitto;
import io.sluice.e2e.fixture.MosquittoBroker;
import io.sluice.e2e.fixture.ProcessCluster;
import io.sluice.e2e.fixture.Publisher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices that speak to a Mosquitto of their own, from which the gateway takes what they say. */
class BridgeIT {
    @TempDir
    Path work;

    @Test
    void what_mosquitto_took_is_counted_once_though_the_gateway_is_killed_under_load() throws Exception {
        try (MosquittoBroker mosquitto = MosquittoBroker.start(work);
                ProcessCluster cluster = ProcessCluster.start(work)) {
            cluster.set("gateway", Map.of("bridge.url", "mqtt://127.0.0.1:" + mosquitto.port()));
            for (String service : List.of("gateway", "ingest", "jobs", "api")) {
                cluster.startService(service);
            }
            awaitBridged(cluster, mosquitto);
            Mosquitto.required().retain(mosquitto.port(), "telemetry/sign/retained", "{\"t\":21.4}");
            List<Publisher> publishers = KillIT.publishers(mosquitto.port());
            try {
                publishers.forEach(Publisher::start);
                for (int kill = 1; kill <= 2; kill++) {
                    KillIT.awaitAcknowledged(publishers, 2_000);
                    cluster.kill9("gateway");
                    cluster.startService("gateway");
                }
            } finally {
                for (Publisher publisher : publishers) {
                    publisher.close();
                }
            }
            KillIT.Verdict.assertEachCountedOnce(cluster.api(), publishers);
            JsonNode retained = cluster.api().json("/api/v1/ledger?site=sign");
            assertEquals(1, retained.get("new").asLong(), retained::toString);
        }
    }

    /** A subscription has to be there once; from then on Mosquitto keeps what comes while the gateway is away. */
    private static void awaitBridged(ProcessCluster cluster, MosquittoBroker mosquitto) {
        Mosquitto client = Mosquitto.required();
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            client.publish(mosquitto.port(), "mqttv5", 1, "telemetry/bridge/pump-1", "{\"t\":21.4}");
            client.publish(mosquitto.port(), "mqttv311", 1, "telemetry/bridge/pump-1", "{broken");
            JsonNode ledger = cluster.api().json("/api/v1/ledger?site=bridge");
            assertEquals(1, Math.min(1, ledger.get("counted").asLong()), ledger::toString);
            assertEquals(
                    1, Math.min(1, ledger.path("rejected").path("not-parsable").asLong()), ledger::toString);
        });
    }
}
