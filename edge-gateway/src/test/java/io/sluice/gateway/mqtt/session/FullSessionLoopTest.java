package io.sluice.gateway.mqtt.session;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.RawClient;
import io.sluice.gateway.mqtt.Sent;
import io.sluice.gateway.mqtt.StalledBroker;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of that for which the embedded broker's session loops have no room. */
final class FullSessionLoopTest {
    private static final FrontFixture front = new FrontFixture(false);

    private final String id = "pump-" + System.nanoTime();

    @BeforeAll
    static void start() throws Exception {
        front.start();
    }

    @AfterAll
    static void stop() {
        front.close();
    }

    private MqttConnectMessage connect(boolean isCleanStart, int expirySeconds) {
        return MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_5)
                .clientId(id)
                .cleanSession(isCleanStart)
                .properties(Sent.number(MqttPropertyType.SESSION_EXPIRY_INTERVAL, expirySeconds))
                .build();
    }

    private void subscribe(RawClient client) {
        client.send(Sent.subscribe(1, "commands/plant-1/" + id));
    }

    @Test
    void aSessionWhoseTimeIsOverIsEndedOnceThereIs() throws Exception {
        RawClient.connected(front.port(), connect(false, 1)).close();
        try (StalledBroker broker = new StalledBroker(front).filled()) {
            await().during(Duration.ofMillis(1_500))
                    .untilAsserted(() -> assertNotNull(StalledBroker.status(front, id)));
            assertTrue(broker.commandsQueued() > 0);
        }
        await().untilAsserted(() -> assertNull(StalledBroker.status(front, id)));
    }

    @Test
    void aClientThatSubscribesAgainIsToldToComeLater() throws Exception {
        try (RawClient client = RawClient.connected(front.port(), connect(true, 3600))) {
            subscribe(client);
            client.expect(MqttMessageType.SUBACK);
            try (StalledBroker broker = new StalledBroker(front).filled()) {
                subscribe(client);
                MqttMessage disconnect = client.expect(MqttMessageType.DISCONNECT);
                assertEquals(
                        Disconnect.SERVER_BUSY.byteValue(),
                        ((MqttReasonCodeAndPropertiesVariableHeader) disconnect.variableHeader()).reasonCode());
                assertTrue(broker.commandsQueued() > 0);
            }
        }
    }
}
