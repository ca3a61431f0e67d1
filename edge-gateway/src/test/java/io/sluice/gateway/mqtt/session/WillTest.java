package io.sluice.gateway.mqtt.session;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_5;
import static io.sluice.gateway.mqtt.Sent.json;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.sluice.gateway.mqtt.Entering;
import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.RawClient;
import io.sluice.gateway.mqtt.Sent;
import io.sluice.gateway.spool.SpoolEntry;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.payload.rejection.RejectReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A will is spooled when its client is lost, and only then. */
final class WillTest {
    private static final FrontFixture front = new FrontFixture(false);
    private static final AtomicInteger DEVICES = new AtomicInteger();

    private final DeviceId device = DeviceId.of("plant-1", "pump-" + DEVICES.incrementAndGet());
    private final String topic = "telemetry/" + device;

    @BeforeAll
    static void start() throws Exception {
        front.start();
    }

    @AfterAll
    static void stop() {
        front.close();
    }

    private MqttMessageBuilders.ConnectBuilder will(MqttVersion version, String willTopic, String payload) {
        return MqttMessageBuilders.connect()
                .protocolVersion(version)
                .clientId("mortal-" + device.device())
                .cleanSession(true)
                .keepAlive(60)
                .willFlag(true)
                .willQoS(MqttQoS.AT_LEAST_ONCE)
                .willTopic(willTopic)
                .willMessage(payload.getBytes(StandardCharsets.UTF_8));
    }

    private MqttConnectMessage mortal(MqttVersion version) {
        return will(version, topic, json(-1)).build();
    }

    /** A session that outlives its connection, and a will that waits. */
    private MqttConnectMessage delayed(int seconds, boolean clean) {
        return will(MQTT_5, topic, json(-1))
                .cleanSession(clean)
                .properties(Sent.number(MqttPropertyType.SESSION_EXPIRY_INTERVAL, clean ? 0 : 3600))
                .willProperties(Sent.number(MqttPropertyType.WILL_DELAY_INTERVAL, seconds))
                .build();
    }

    private MqttConnectMessage delayed(String clientId) {
        return will(MQTT_5, topic + "-back", json(-2))
                .clientId(clientId)
                .cleanSession(false)
                .properties(Sent.number(MqttPropertyType.SESSION_EXPIRY_INTERVAL, 3600))
                .willProperties(Sent.number(MqttPropertyType.WILL_DELAY_INTERVAL, 3600))
                .build();
    }

    private RawClient connect(MqttConnectMessage connect) throws InterruptedException {
        return RawClient.connected(front.port(), connect);
    }

    private void expectDeaths(int count) {
        await().untilAsserted(() -> assertEquals(count, deaths()));
        assertEquals(count, said(), "what the will says is a message like any other");
    }

    private long deaths() {
        return front.log.taken().stream()
                .filter(entry -> entry instanceof SpoolEntry.Death death
                        && death.device().equals(device))
                .count();
    }

    private long said() {
        return front.log.messages().stream()
                .filter(message -> message.device().equals(device) && message.number(0) == -1)
                .count();
    }

    private List<SpoolEntry.Rejected> refused() {
        return front.log.taken().stream()
                .filter(SpoolEntry.Rejected.class::isInstance)
                .map(SpoolEntry.Rejected.class::cast)
                .filter(entry -> entry.topic().equals(topic))
                .toList();
    }

    /** What comes by the same event loop after the will would have. */
    private void expectNoDeath() {
        await().during(Duration.ofMillis(300)).until(() -> deaths() == 0 && said() == 0);
    }

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void ofAClientWhoseSocketIsLost(MqttVersion version) throws Exception {
        connect(mortal(version)).close();
        expectDeaths(1);
    }

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void notOfOneThatSaysGoodbye(MqttVersion version) throws Exception {
        try (RawClient client = connect(mortal(version))) {
            client.send(Sent.ofType(MqttMessageType.DISCONNECT));
            assertTrue(client.isClosedSoon());
        }
        expectNoDeath();
    }

    @Test
    void ofOneThatAsksForItInItsGoodbye() throws Exception {
        try (RawClient client = connect(mortal(MQTT_5))) {
            client.sendBytes(0xE0, 1, 0x04);
            assertTrue(client.isClosedSoon());
        }
        expectDeaths(1);
    }

    @Test
    void ofOneThatIsSilentLongerThanItsKeepAlive() throws Exception {
        try (RawClient client =
                connect(will(MQTT_3_1_1, topic, json(-1)).keepAlive(1).build())) {
            assertTrue(client.isClosedSoon());
        }
        expectDeaths(1);
    }

    @Test
    void ofOneThatBreaksTheProtocol() throws Exception {
        try (RawClient client = connect(mortal(MQTT_3_1_1))) {
            client.send(Sent.connect(MQTT_3_1_1, "again", true));
            assertTrue(client.isClosedSoon());
        }
        expectDeaths(1);
    }

    @Test
    void ofOneWhoseSessionIsTakenOver() throws Exception {
        try (RawClient first = connect(mortal(MQTT_3_1_1));
                RawClient second = connect(Sent.connect(MQTT_3_1_1, "mortal-" + device.device(), true))) {
            assertTrue(first.isClosedSoon());
            expectDeaths(1);
            assertTrue(second.isOpen());
        }
    }

    /** Sockets in between, so that old and new connection come to share an event loop, and not to. */
    @Test
    void beforeWhatTheNextConnectionSaysHoweverOftenItIsTakenOver() throws Exception {
        List<Integer> expected = new ArrayList<>();
        List<RawClient> opened = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            RawClient client = connect(mortal(MQTT_3_1_1));
            opened.add(client);
            client.send(Sent.publish(1, 1, topic, json(i)));
            client.expect(MqttMessageType.PUBACK);
            expected.addAll(List.of(-1, i));
            for (int between = 0; between < i % 4; between++) {
                opened.add(new RawClient(front.port()));
            }
        }
        assertEquals(
                expected.subList(1, expected.size()),
                front.log.messages().stream()
                        .filter(message -> message.device().equals(device))
                        .map(message -> (int) message.number(0))
                        .toList());
        opened.forEach(RawClient::close);
    }

    @Test
    void afterItsDelayWhereTheClientStaysAway() throws Exception {
        RawClient client = connect(delayed(1, false));
        long leftNanos = System.nanoTime();
        client.close();
        expectDeaths(1);
        long afterMillis = Duration.ofNanos(System.nanoTime() - leftNanos).toMillis();
        assertTrue(afterMillis >= 1_000, () -> "came after " + afterMillis + " ms");
    }

    @Test
    void notWhereTheClientIsBackWithinTheDelay() throws Exception {
        connect(delayed(3, false)).close();
        try (RawClient back = connect(Sent.connectPersistent5("mortal-" + device.device()))) {
            await().during(Duration.ofMillis(3_500)).until(() -> deaths() == 0);
            assertTrue(back.isOpen());
        }
    }

    @Test
    void notWhereASecondConnectionGoesOnWithTheSession() throws Exception {
        try (RawClient first = connect(delayed(3, false));
                RawClient second = connect(Sent.connectPersistent5("mortal-" + device.device()))) {
            assertTrue(first.isClosedSoon());
            await().during(Duration.ofMillis(3_500)).until(() -> deaths() == 0);
            assertTrue(second.isOpen());
        }
    }

    @Test
    void atOnceWhereTheClientBeginsAnewWithinTheDelay() throws Exception {
        connect(delayed(3_600, false)).close();
        expectNoDeath();
        try (RawClient anew = connect(Sent.connect(MQTT_5, "mortal-" + device.device(), true))) {
            expectDeaths(1);
            assertTrue(anew.isOpen());
        }
    }

    @Test
    void atOnceWhereTheSessionEndsWithTheConnection() throws Exception {
        connect(delayed(3_600, true)).close();
        expectDeaths(1);
    }

    @Test
    void isKeptAsADeadLetterWhereItIsNoMessage() throws Exception {
        connect(will(MQTT_5, topic, "offline").build()).close();
        await().untilAsserted(() -> assertEquals(1, deaths()));
        assertEquals(RejectReason.NOT_PARSABLE, refused().get(0).rejection().reason());
    }

    @Test
    void thatIsEmptySaysTheDeathAndNothingElse() throws Exception {
        connect(will(MQTT_5, topic, "").build()).close();
        await().untilAsserted(() -> assertEquals(1, deaths()));
        assertEquals(List.of(), refused());
    }

    @Test
    void onACommandTopicGoesToItsSubscribers() throws Exception {
        try (RawClient listener = connect(Sent.connect(MQTT_3_1_1, "listener", true))) {
            listener.send(Sent.subscribe(1, "commands/plant-1/pump-9/#"));
            listener.expect(MqttMessageType.SUBACK);
            connect(will(MQTT_3_1_1, "commands/plant-1/pump-9/gone", "x").build())
                    .close();
            MqttPublishMessage said = (MqttPublishMessage) listener.expect(MqttMessageType.PUBLISH);
            assertEquals("commands/plant-1/pump-9/gone", said.variableHeader().topicName());
            said.release();
        }
    }

    @Test
    void waitsForRoomWhereTheSpoolIsFull() throws Exception {
        front.log.fill();
        try {
            connect(mortal(MQTT_3_1_1)).close();
            expectNoDeath();
        } finally {
            front.log.makeRoom();
        }
        expectDeaths(1);
    }

    @Test
    void notOfClientsOfAGatewayThatStops() throws Exception {
        try (FrontFixture stopping = new FrontFixture(false)) {
            stopping.start();
            RawClient client = RawClient.connected(stopping.port(), mortal(MQTT_5));
            stopping.close();
            assertEquals(0x8B, Entering.disconnect(client));
            assertTrue(client.isClosedSoon());
            assertEquals(List.of(), stopping.log.messages());
            assertEquals(List.of(), stopping.log.openWills(), "nor does its next life");
        }
    }

    @Test
    void ofOneThatIsAwayWhenTheGatewayStopsWaitsNoLonger() throws Exception {
        try (FrontFixture stopping = new FrontFixture(false)) {
            stopping.start();
            RawClient.connected(stopping.port(), delayed(3_600, false)).close();
            String other = "back-" + device.device();
            RawClient.connected(stopping.port(), delayed(other)).close();
            try (RawClient back = RawClient.connected(stopping.port(), Sent.connectPersistent5(other))) {
                await().during(Duration.ofMillis(300))
                        .until(() -> stopping.log.messages().isEmpty());
                stopping.close();
                assertEquals(0x8B, Entering.disconnect(back));
            }
            assertEquals(
                    List.of(json(-1)),
                    stopping.log.messages().stream()
                            .map(message -> json((int) message.number(0)))
                            .toList());
            assertEquals(
                    List.of(device),
                    stopping.log.taken().stream()
                            .filter(SpoolEntry.Death.class::isInstance)
                            .map(entry -> ((SpoolEntry.Death) entry).device())
                            .toList(),
                    "nothing of the client that is back");
            assertEquals(List.of(), stopping.log.openWills());
        }
    }

    @Test
    void isDecodedAsItsContentTypeSays() throws Exception {
        MqttProperties properties = new MqttProperties();
        properties.add(new MqttProperties.StringProperty(MqttPropertyType.CONTENT_TYPE.value(), "application/cbor"));
        connect(will(MQTT_5, topic, json(-1)).willProperties(properties).build())
                .close();
        await().untilAsserted(() -> assertEquals(1, deaths()));
        assertEquals(1, refused().size(), "JSON is no CBOR");
    }
}
