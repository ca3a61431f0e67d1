package io.sluice.gateway.mqtt;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_5;
import static io.sluice.gateway.mqtt.Sent.TOPIC;
import static io.sluice.gateway.mqtt.Sent.json;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.sluice.gateway.mqtt.listen.MqttSettings;
import io.sluice.kit.settings.Settings;
import io.sluice.model.message.DeviceMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The front with Moquette behind it and sockets before it. */
class MqttFrontTest {
    private static final FrontFixture front = new FrontFixture(true);

    @BeforeAll
    static void start() throws Exception {
        front.start();
    }

    @AfterAll
    static void stop() {
        front.close();
    }

    @AfterEach
    void goodConnectionsAreUnaffected() throws Exception {
        try (RawClient good = RawClient.connected(front.port(), MQTT_3_1_1)) {
            good.send(Sent.publish(1, 1, TOPIC, json(1)));
            assertEquals(1, good.expectId(MqttMessageType.PUBACK));
            good.send(Sent.subscribe(2, "commands/a/b/#"));
            assertEquals(2, good.expectId(MqttMessageType.SUBACK), "every session loop must be alive");
        }
        assertTrue(front.isLive());
    }

    @Test
    void forgetsASessionThatItsClientEnds() throws Exception {
        assertFalse(isSessionPresent(null), "there was none");
        assertTrue(isSessionPresent(3_600), "kept, and said to go on being kept");
        assertTrue(isSessionPresent(0), "kept until this end");
        assertFalse(isSessionPresent(null), "ended");
    }

    /** Connects and says goodbye. */
    private static boolean isSessionPresent(@Nullable Integer expirySecondsAtEnd) throws Exception {
        try (RawClient client = new RawClient(front.port())) {
            client.send(Sent.connectPersistent5("ends-itself"));
            MqttConnAckMessage connAck = (MqttConnAckMessage) client.expect(MqttMessageType.CONNACK);
            MqttProperties properties = expirySecondsAtEnd == null
                    ? MqttProperties.NO_PROPERTIES
                    : Sent.number(MqttPropertyType.SESSION_EXPIRY_INTERVAL, expirySecondsAtEnd);
            client.send(Sent.disconnect(properties));
            assertTrue(client.isClosedSoon());
            return connAck.variableHeader().isSessionPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void takesPahosPublishes(int qos) throws MqttException {
        MqttClient paho = paho("paho-" + qos);
        paho.connect(new MqttConnectionOptions());

        String topic = "telemetry/paho/qos-" + qos;
        paho.publish(topic, new MqttMessage(json(qos).getBytes(StandardCharsets.UTF_8), qos, false, null));

        await().untilAsserted(
                        () -> assertEquals(1, messagesOf("paho/qos-" + qos).size()));
        PahoGoodbye.say(paho);
    }

    @Test
    void tellsPahoWhatItRefuses() throws MqttException {
        MqttAsyncClient paho =
                new MqttAsyncClient("tcp://127.0.0.1:" + front.port(), "paho-refused", new MemoryPersistence());
        paho.connect(new MqttConnectionOptions()).waitForCompletion();

        IMqttToken token = paho.publish(TOPIC, new MqttMessage(new byte[] {'{'}, 1, false, null));
        token.waitForCompletion();

        assertArrayEquals(new int[] {0x99}, token.getReasonCodes());
        assertTrue(paho.isConnected());
        PahoGoodbye.say(paho);
    }

    @Test
    void letsPahoFollowReadingsAndCommands() throws Exception {
        MqttClient paho = paho("paho-follower");
        List<String> seen = new CopyOnWriteArrayList<>();
        paho.connect(new MqttConnectionOptions());
        paho.setCallback(new TopicCollector(seen));
        paho.subscribe("telemetry/follow/#", 1);
        paho.subscribe("commands/follow/#", 1);

        try (RawClient device = RawClient.connected(front.port(), MQTT_3_1_1)) {
            device.send(Sent.publish(1, 1, "telemetry/follow/d", json(1)));
            device.send(Sent.dup(1, 2, "telemetry/follow/d", json(2)));
            device.send(Sent.dup(1, 3, "commands/follow/d/start", "x"));
            await().untilAsserted(() -> assertEquals(
                    List.of("commands/follow/d/start", "telemetry/follow/d", "telemetry/follow/d"),
                    seen.stream().sorted().toList()));
        }
        paho.unsubscribe("telemetry/follow/#");
        PahoGoodbye.say(paho);
    }

    private static MqttClient paho(String id) throws MqttException {
        return new MqttClient("tcp://127.0.0.1:" + front.port(), id, new MemoryPersistence());
    }

    private static List<DeviceMessage> messagesOf(String device) {
        return front.log.messages().stream()
                .filter(message -> message.device().toString().equals(device))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void carriesQos2(MqttVersion version) throws Exception {
        try (RawClient client = RawClient.connected(front.port(), version)) {
            client.send(Sent.publish(2, 9, TOPIC, json(1)));
            assertEquals(9, client.expectId(MqttMessageType.PUBREC));
            client.send(Sent.pubRel(9));
            assertEquals(9, client.expectId(MqttMessageType.PUBCOMP));
        }
    }

    @Test
    void acknowledges30000PublishesThrownAtOnceInOrder() throws Exception {
        int count = 30_000;
        try (RawClient client = RawClient.connected(front.port(), MQTT_3_1_1)) {
            for (int i = 1; i <= count; i++) {
                client.write(Sent.publish(1, i, "telemetry/flood/d", json(i)));
            }
            client.flush();

            for (int i = 1; i <= count; i++) {
                assertEquals(i, client.expectId(MqttMessageType.PUBACK));
            }
        }
        assertEquals(count, messagesOf("flood/d").size());
    }

    @Test
    void closesOnAWillOfQos3() throws Exception {
        MqttConnectMessage connect = MqttMessageBuilders.connect()
                .clientId("will-3")
                .willFlag(true)
                .willTopic("status/x")
                .willMessage(new byte[0])
                .willQoS(MqttQoS.EXACTLY_ONCE)
                .build();
        try (RawClient client = new RawClient(front.port())) {
            client.sendBytes(
                    0x10, 0x1C, 0, 4, 'M', 'Q', 'T', 'T', 4, // CONNECT of MQTT 3.1.1
                    0x1E, 0, 60, // will of QoS 3, clean session; keep-alive
                    0, 6, 'w', 'i', 'l', 'l', '-', '3', 0, 6, 's', 't', 'a', 't', '/', 'x', 0, 0);
            assertTrue(client.isClosedSoon());
        }
        try (RawClient client = RawClient.connected(front.port(), connect)) {
            assertTrue(client.isOpen(), "a will of QoS 2 is no reason to close");
        }
    }

    @Test
    void closesOnASecondConnect() throws Exception {
        try (RawClient client = RawClient.connected(front.port(), MQTT_5)) {
            client.send(Sent.connect(MQTT_5, "second", true));

            assertEquals(0x82, disconnectReason(client));
            assertTrue(client.isClosedSoon());
        }
    }

    @Test
    void closesOnAPacketBeyondTheBound() throws Exception {
        try (RawClient client = RawClient.connected(front.port(), MQTT_5)) {
            client.send(Sent.publish(1, 1, TOPIC, "x".repeat(256 << 10)));

            assertEquals(0x95, disconnectReason(client));
            assertTrue(client.isClosedSoon());
        }
    }

    private static int disconnectReason(RawClient client) throws InterruptedException {
        Object header = client.expect(MqttMessageType.DISCONNECT).variableHeader();
        return Byte.toUnsignedInt(((MqttReasonCodeAndPropertiesVariableHeader) header).reasonCode());
    }

    @Test
    void closesOnAMalformedRemainingLength() throws Exception {
        try (RawClient client = RawClient.connected(front.port(), MQTT_3_1_1)) {
            client.sendBytes(0x32, 0xFF, 0xFF, 0xFF, 0xFF, 0x01);

            assertTrue(client.isClosedSoon());
        }
    }

    @Test
    void closesOnBytesThatAreNoMqtt() throws Exception {
        try (RawClient client = new RawClient(front.port())) {
            client.sendBytes('G', 'E', 'T', ' ', '/', ' ', 'H', 'T', 'T', 'P', '/', '1', '.', '1', 13, 10, 13, 10);

            assertTrue(client.isClosedSoon());
        }
    }

    @Test
    void answersAnUnknownVersionAndCloses() throws Exception {
        try (RawClient client = new RawClient(front.port())) {
            client.sendBytes(0x10, 0x0D, 0, 4, 'M', 'Q', 'T', 'T', 9, 2, 0, 60, 0, 1, 'x');

            client.expect(MqttMessageType.CONNACK);
            assertTrue(client.isClosedSoon());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polygenelubricants", "a\u0007b", "+"})
    void refusesHostileIds(String id) throws Exception {
        try (RawClient client = RawClient.connected(front.port(), Sent.connect(MQTT_3_1_1, id, true))) {
            assertTrue(client.isClosedSoon());
        }
    }

    @Test
    void survivesMalformedSharesAndDeepFilters() throws Exception {
        try (RawClient client = RawClient.connected(front.port(), MQTT_3_1_1)) {
            client.send(Sent.subscribe(1, "$share", "$share/", "$share//", "$share/g", "a/".repeat(20_000)));

            client.expect(MqttMessageType.SUBACK);
            assertTrue(client.isOpen());
        }
    }

    @Test
    void sendsASecondConnectionOfOneClientItsOwnWay() throws Exception {
        try (RawClient first = RawClient.connected(front.port(), Sent.connect(MQTT_3_1_1, "twice", true));
                RawClient second = RawClient.connected(front.port(), Sent.connect(MQTT_3_1_1, "twice", true))) {
            assertTrue(first.isClosedSoon());
            second.send(Sent.publish(1, 1, TOPIC, json(1)));
            assertEquals(1, second.expectId(MqttMessageType.PUBACK));
        }
    }

    @Test
    void closesASilentConnectionAfterItsKeepAliveButNotAPausedOne() throws Exception {
        try (RawClient silent = RawClient.connected(front.port(), withKeepAlive("silent"));
                RawClient paused = RawClient.connected(front.port(), withKeepAlive("paused"))) {
            front.log.fill();
            paused.send(Sent.publish(1, 1, TOPIC, json(1)));

            assertTrue(silent.isClosedSoon());
            await().during(Duration.ofMillis(1_600)).until(paused::isOpen);
            front.log.makeRoom();
            assertEquals(1, paused.expectId(MqttMessageType.PUBACK));
        } finally {
            front.log.makeRoom();
        }
    }

    private static MqttConnectMessage withKeepAlive(String id) {
        return MqttMessageBuilders.connect()
                .clientId(id)
                .cleanSession(true)
                .keepAlive(1)
                .build();
    }

    @Test
    void queuesCommandsForASessionThatIsAway() throws Exception {
        RawClient device = RawClient.connected(front.port(), Sent.connectPersistent5("offline-device"));
        device.send(Sent.subscribe(1, "commands/site/offline-device/#"));
        device.expect(MqttMessageType.SUBACK);
        device.close();

        try (RawClient sender = RawClient.connected(front.port(), MQTT_3_1_1)) {
            sender.send(Sent.publish(1, 1, "commands/site/offline-device/start", "now"));
            sender.expect(MqttMessageType.PUBACK);
        }
        try (RawClient back = RawClient.connected(front.port(), Sent.connectPersistent5("offline-device"))) {
            MqttPublishMessage command = (MqttPublishMessage) back.expect(MqttMessageType.PUBLISH);
            assertEquals("now", command.payload().toString(StandardCharsets.UTF_8));
            command.release();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtt.port", "mqtt.websocket.port"})
    void refusesToStartOnATakenPort(String setting) {
        boolean isTcp = setting.equals("mqtt.port");
        int taken = isTcp ? front.port() : front.websocketPort();
        Settings settings =
                FrontFixture.settings().with(isTcp ? MqttSettings.PORT : MqttSettings.WEBSOCKET_PORT, taken);
        AtomicBoolean live = new AtomicBoolean();
        try (FrontFixture second = new FrontFixture(new FakeDurableLog(), settings)) {
            IOException refused = assertThrows(IOException.class, second::start);
            live.set(second.isReady());
            String message = String.valueOf(refused.getMessage());
            assertTrue(message.startsWith(setting + " must be free, was " + taken + " on 127.0.0.1 ("), message);
        }
        assertFalse(live.get());
    }
}
