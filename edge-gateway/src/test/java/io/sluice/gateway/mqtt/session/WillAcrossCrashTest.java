package io.sluice.gateway.mqtt.session;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static io.sluice.gateway.mqtt.Sent.TOPIC;
import static io.sluice.gateway.mqtt.Sent.json;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.sluice.gateway.mqtt.RawClient;
import io.sluice.gateway.mqtt.Sent;
import io.sluice.gateway.mqtt.SpooledFront;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which wills the next life finds on the disk. What becomes of them is {@link WillsTest}'s. */
final class WillAcrossCrashTest {
    @TempDir
    Path folders;

    private SpooledFront front;

    @BeforeEach
    void start() throws Exception {
        front = new SpooledFront(folders.resolve("life-0"));
    }

    @AfterEach
    void stop() throws Exception {
        front.close();
    }

    private static MqttConnectMessage mortal(String topic) {
        return MqttMessageBuilders.connect()
                .protocolVersion(MQTT_3_1_1)
                .clientId("mortal")
                .cleanSession(true)
                .keepAlive(60)
                .willFlag(true)
                .willQoS(MqttQoS.AT_LEAST_ONCE)
                .willTopic(topic)
                .willMessage(json(-1).getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private int leftToTheNextLife() throws Exception {
        front = front.crashInto(folders.resolve("life-1"));
        return front.openWills().size();
    }

    @Test
    void ofAClientThatWasLetInIsFound() throws Exception {
        try (RawClient client = RawClient.connected(front.port(), mortal(TOPIC))) {
            assertTrue(client.isOpen());
            assertEquals(1, leftToTheNextLife());
        }
        try (RawClient back = RawClient.connected(front.port(), mortal(TOPIC))) {
            await().untilAsserted(() -> assertEquals(1, front.openWills().size(), "the new one, and not the old"));
            assertTrue(back.isOpen());
        }
        await().untilAsserted(() -> assertEquals(List.of("-1"), front.stored()));
        await().untilAsserted(() -> assertEquals(List.of(), front.openWills()));
    }

    @Test
    void ofOneThatSaidGoodbyeIsNot() throws Exception {
        try (RawClient client = RawClient.connected(front.port(), mortal(TOPIC))) {
            client.send(Sent.ofType(MqttMessageType.DISCONNECT));
            assertTrue(client.isClosedSoon());
        }
        await().untilAsserted(() -> assertEquals(List.of(), front.openWills()));
        assertEquals(0, leftToTheNextLife());
    }

    @Test
    void thatWasSaidIsNot() throws Exception {
        RawClient.connected(front.port(), mortal(TOPIC)).close();
        await().untilAsserted(() -> assertEquals(List.of(), front.openWills()));
        assertEquals(0, leftToTheNextLife());
        assertEquals(List.of("-1"), front.stored());
    }

    @Test
    void onACommandTopicIsNotKept() throws Exception {
        try (RawClient client = RawClient.connected(front.port(), mortal("commands/plant-1/pump-7/gone"))) {
            assertTrue(client.isOpen());
            assertEquals(0, leftToTheNextLife());
        }
    }

    @Test
    void ofOneThatIsConnectedWhenTheGatewayStopsIsNot() throws Exception {
        try (RawClient client = RawClient.connected(front.port(), mortal(TOPIC))) {
            front.close();
            assertTrue(client.isClosedSoon());
        }
        front = new SpooledFront(folders.resolve("life-0"));
        assertEquals(List.of(), front.openWills());
        assertEquals(List.of(), front.stored());
    }
}
