package io.sluice.gateway.bridge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.gateway.mqtt.FakeDurableLog;
import io.sluice.gateway.mqtt.listen.MqttSettings;
import io.sluice.kit.health.HealthRegistry;
import io.sluice.kit.settings.Setting;
import io.sluice.kit.settings.Settings;
import io.sluice.model.payload.PayloadDecoder;
import io.sluice.model.payload.draft.IdentityStamper.Identity;
import io.sluice.model.payload.draft.PayloadLimits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The bridge to brokers that say what a broker may say, and Paho or the bridge might not expect. */
class BridgeTest {
    private static final String TOPIC = "telemetry/plant/pump";

    private final HealthRegistry health = new HealthRegistry();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FakeDurableLog log = new FakeDurableLog().committing();

    @AfterEach
    void close() {
        log.close();
    }

    private static Settings settings(String url) {
        List<Setting<?>> declared = new ArrayList<>(MqttSettings.all());
        declared.addAll(BridgeSettings.all());
        return Settings.defaults(declared).with(BridgeSettings.URL, url);
    }

    private Bridge bridge(ScriptedBroker broker) {
        PayloadDecoder decoder = new PayloadDecoder(PayloadLimits.defaults(), device -> new Identity("none", 1));
        Settings settings = settings("mqtt://127.0.0.1:" + broker.port());
        return new Bridge(settings, log, "1", decoder, meters, health);
    }

    private double waiting() {
        return meters.get("sluice.gateway.bridge.waiting").gauge().value();
    }

    @Test
    void a_subscription_that_is_granted_without_the_promise_is_a_refusal() throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker(0, List.of(), List.of());
                Bridge bridge = bridge(broker)) {
            bridge.start();
            await().untilAsserted(() -> {
                String ready = health.ready().toJson();
                assertTrue(
                        ready.contains(
                                "the broker must grant QoS 1 to the subscription $share/sluice/telemetry/#, granted 0"),
                        ready);
            });
        }
    }

    @Test
    void what_came_with_a_connection_that_was_refused_does_not_pile_up_before_a_full_log() throws Exception {
        log.fill();
        byte[] kept = ScriptedBroker.publish(1, TOPIC, "{\"t\":1}");
        try (ScriptedBroker broker = new ScriptedBroker(0x87, List.of(kept), List.of());
                Bridge bridge = bridge(broker)) {
            bridge.start();
            await().untilAsserted(() -> assertTrue(broker.connects() >= 3));
            assertTrue(waiting() <= 1, () -> "waiting: " + waiting());
        }
    }
}
