package io.sluice.gateway.mqtt;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_5;
import static io.sluice.gateway.mqtt.Sent.TOPIC;
import static io.sluice.gateway.mqtt.Sent.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.sluice.gateway.mqtt.packet.PacketProperties;
import io.sluice.gateway.mqtt.packet.Protocol;
import io.sluice.gateway.mqtt.topic.TopicRules;
import io.sluice.gateway.spool.SpoolEntry;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What an MQTT 5 client is told beside yes: codes, and why. */
final class ReasonsTest {
    private static final FrontFixture front = new FrontFixture(false);

    /** Commits nothing, and so answers no publish. */
    private static final FrontFixture silent = new FrontFixture(new FakeDurableLog(), FrontFixture.settings());

    @BeforeAll
    static void start() throws Exception {
        front.start();
        silent.start();
    }

    @AfterAll
    static void stop() {
        front.close();
        silent.close();
    }

    private static MqttConnectMessage connect(MqttProperties properties) {
        return MqttMessageBuilders.connect()
                .protocolVersion(MQTT_5)
                .clientId("curious")
                .cleanSession(true)
                .properties(properties)
                .build();
    }

    static Stream<Arguments> endings() {
        return Stream.of(
                ending("a second CONNECT", 0x82, client -> client.send(Sent.connect(MQTT_5, "second", true))),
                ending("a packet only servers send", 0x82, client -> client.sendBytes(0xD0, 0)),
                ending("a packet beyond the bound", 0x95, client -> client.sendBytes(0x32, 0xFF, 0xFF, 0x7F)),
                ending("a malformed length", 0x81, client -> client.sendBytes(0x32, 0xFF, 0xFF, 0xFF, 0xFF, 1)),
                ending("QoS 3", 0x81, client -> client.sendBytes(0x36, 5, 0, 1, 'a', 0, 1)),
                ending("reserved flags", 0x81, client -> client.sendBytes(0x60, 2, 0, 1)),
                ending("too many publishes at once", 0x93, ReasonsTest::exceedReceiveMaximum),
                ending("a topic alias beyond the maximum", 0x94, client -> alias(client, 17)),
                ending(
                        "an unknown topic alias",
                        0x82,
                        client -> client.send(
                                Sent.publish(1, 1, "", json(1), false, Sent.number(MqttPropertyType.TOPIC_ALIAS, 3)))),
                ending(
                        "a subscription identifier",
                        0xA1,
                        client -> client.sendBytes(0x82, 9, 0, 1, 2, 0x0B, 5, 0, 1, 'a', 0)),
                ending(
                        "an expiry at the end that began as 0",
                        0x82,
                        client -> client.sendBytes(0xE0, 7, 0, 5, 0x11, 0, 0, 0, 9)),
                ending("another connection of the client", 0x8E, ReasonsTest::takeOver));
    }

    private static Arguments ending(String what, int reason, Consumer<RawClient> by) {
        return Arguments.of(what, reason, by);
    }

    private static void exceedReceiveMaximum(RawClient client) {
        for (int i = 1; i <= Protocol.RECEIVE_MAXIMUM + 1; i++) {
            client.write(Sent.publish(1 + i % 2, i, TOPIC, json(i)));
        }
        client.flush();
    }

    private static void alias(RawClient client, int alias) {
        client.send(Sent.publish(1, 1, TOPIC, json(1), false, Sent.number(MqttPropertyType.TOPIC_ALIAS, alias)));
    }

    private static void takeOver(RawClient client) {
        try {
            RawClient.connected(silent.port(), connect(MqttProperties.NO_PROPERTIES))
                    .close();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("endings")
    void aConnectionThatWeEndIsToldWhy(String what, int reason, Consumer<RawClient> by) throws Exception {
        try (RawClient client = RawClient.connected(silent.port(), connect(MqttProperties.NO_PROPERTIES))) {
            by.accept(client);
            assertEquals(reason, Entering.disconnect(client), what);
            assertTrue(client.isClosedSoon());
        }
    }

    @Test
    void aSilentConnectionIsToldWhy() throws Exception {
        MqttConnectMessage oneSecond = MqttMessageBuilders.connect()
                .protocolVersion(MQTT_5)
                .clientId("silent")
                .cleanSession(true)
                .keepAlive(1)
                .build();
        try (RawClient client = RawClient.connected(front.port(), oneSecond)) {
            MqttMessage disconnect = client.expect(MqttMessageType.DISCONNECT);
            assertEquals((byte) 0x8D, reason(disconnect).reasonCode());
            assertEquals(
                    "nothing came for one and a half times the keep-alive",
                    PacketProperties.text(reason(disconnect).properties(), MqttPropertyType.REASON_STRING));
        }
    }

    private static MqttReasonCodeAndPropertiesVariableHeader reason(MqttMessage disconnect) {
        return (MqttReasonCodeAndPropertiesVariableHeader) disconnect.variableHeader();
    }

    @Test
    void aFailedSpoolIsCalledBusy() throws Exception {
        try (FrontFixture failing = new FrontFixture(false)) {
            failing.start();
            RawClient client = RawClient.connected(failing.port(), MQTT_5);
            failing.log.fail(new IOException("disk on fire"));
            assertEquals(0x89, Entering.disconnect(client));
            assertTrue(client.isClosedSoon());
        }
    }

    @ParameterizedTest(name = "request problem information {0}, maximum packet size {1}: told {2}")
    @CsvSource({"1, 1000, true", ", , true", "0, 1000, false", "1, 40, false"})
    void aRefusedPublishIsToldWhyWhereTheClientWantsAndTakesIt(
            @Nullable Integer wanted, @Nullable Integer maximum, boolean isTold) throws Exception {
        MqttProperties properties = new MqttProperties();
        if (wanted != null) {
            properties.add(
                    new MqttProperties.IntegerProperty(MqttPropertyType.REQUEST_PROBLEM_INFORMATION.value(), wanted));
        }
        if (maximum != null) {
            properties.add(new MqttProperties.IntegerProperty(MqttPropertyType.MAXIMUM_PACKET_SIZE.value(), maximum));
        }
        try (RawClient client = RawClient.connected(front.port(), connect(properties))) {
            client.send(Sent.publish(1, 1, TOPIC, "{"));
            assertEquals(isTold, why(client.expect(MqttMessageType.PUBACK), 0x99) != null);
            client.send(Sent.publish(2, 2, "not/ours", "x"));
            String why = why(client.expect(MqttMessageType.PUBREC), 0x87);
            assertEquals(isTold ? "topic must be this client's, was not/ours" : null, why);
            client.send(Sent.publish(1, 3, TOPIC, json(1)));
            assertNull(why(client.expect(MqttMessageType.PUBACK), 0x00), "a yes needs no reason");
        }
    }

    @Test
    void aRefusedSubscriptionIsToldWhyOnTheWire() throws Exception {
        try (RawClient client = RawClient.connected(front.port(), connect(MqttProperties.NO_PROPERTIES))) {
            client.send(Sent.subscribe(1, "commands/a/b/#", "$share/g/x"));
            MqttSubAckMessage answer = (MqttSubAckMessage) client.expect(MqttMessageType.SUBACK);
            assertEquals(List.of(1, 0x9E), answer.payload().reasonCodes());
            assertEquals(
                    "shared subscriptions are not offered",
                    PacketProperties.text(
                            answer.idAndPropertiesVariableHeader().properties(), MqttPropertyType.REASON_STRING));
        }
    }

    @Test
    void aRefusedQos2PublishIsKeptOnceThoughItsPubRecWasLost() throws Exception {
        int kept = deadLetters();
        for (boolean isDup : new boolean[] {false, true, true}) {
            try (RawClient client = RawClient.connected(front.port(), Sent.connectPersistent5("unlucky"))) {
                client.send(isDup ? Sent.dup(2, 7, TOPIC, "{") : Sent.publish(2, 7, TOPIC, "{"));
                why(client.expect(MqttMessageType.PUBREC), 0x99);
            }
        }
        assertEquals(kept + 1, deadLetters());
        try (RawClient client = RawClient.connected(front.port(), Sent.connectPersistent5("unlucky"))) {
            client.send(Sent.publish(2, 7, TOPIC, "{"));
            why(client.expect(MqttMessageType.PUBREC), 0x99);
            assertEquals(kept + 2, deadLetters(), "PUBREC freed the id");
            client.send(Sent.dup(2, 7, TOPIC, json(1)));
            assertNull(why(client.expect(MqttMessageType.PUBREC), 0), "other content");
        }
    }

    private static int deadLetters() {
        return (int) front.log.taken().stream()
                .filter(SpoolEntry.Rejected.class::isInstance)
                .count();
    }

    private static @Nullable String why(MqttMessage answer, int code) {
        if (!(answer.variableHeader() instanceof MqttPubReplyMessageVariableHeader reply)) {
            assertEquals(0, code);
            return null;
        }
        assertEquals((byte) code, reply.reasonCode());
        return PacketProperties.text(reply.properties(), MqttPropertyType.REASON_STRING);
    }

    @Test
    void aRefusedConnectIsToldWhy() throws Exception {
        try (RawClient client = new RawClient(front.port())) {
            client.send(Sent.connect(MQTT_5, "a+b", true));
            MqttConnAckMessage connAck = (MqttConnAckMessage) client.expect(MqttMessageType.CONNACK);
            assertEquals(
                    "a client id must be 1 to 256 characters without controls, + and #",
                    PacketProperties.text(connAck.variableHeader().properties(), MqttPropertyType.REASON_STRING));
        }
    }

    @ParameterizedTest(name = "keep-alive {0}: server keep-alive {1}")
    @CsvSource({"60, -1", "1200, -1", "1201, 1200", "0, 1200"})
    void aKeepAliveThatIsTooLongIsReplaced(int asked, int answered) throws Exception {
        try (RawClient client = new RawClient(front.port())) {
            client.send(MqttMessageBuilders.connect()
                    .protocolVersion(MQTT_5)
                    .clientId("patient")
                    .cleanSession(true)
                    .keepAlive(asked)
                    .build());
            MqttConnAckMessage connAck = (MqttConnAckMessage) client.expect(MqttMessageType.CONNACK);
            assertEquals(
                    answered,
                    PacketProperties.number(
                            connAck.variableHeader().properties(), MqttPropertyType.SERVER_KEEP_ALIVE, -1));
        }
    }

    @Test
    void aFullSpoolAnswersQuotaExceededWhereTheSettingSaysSo() {
        GateHarness harness = new GateHarness(new TopicRules(false, false), List.of(), true);
        GateHarness.Client five = harness.connected(Sent.connect(MQTT_5, "five", true));
        GateHarness.Client older = harness.connected(Sent.connect(MQTT_3_1_1, "older", true));
        harness.log.fill();
        five.send(Sent.publish(1, 1, TOPIC, json(1)), Sent.publish(2, 2, TOPIC, json(2)));
        older.send(Sent.publish(1, 1, TOPIC, json(3)));

        assertEquals("PUBACK 1 0x97", five.answer());
        assertEquals("PUBREC 2 0x97", five.answer());
        assertEquals("nothing", older.answer(), "MQTT 3.1.1 has no word for it: no ack");
        assertEquals(1, harness.count("1", "over-quota"));
        harness.log.makeRoom();
        five.send(Sent.publish(1, 1, TOPIC, json(1)), Sent.publish(2, 2, TOPIC, json(2)));
        older.run();
        harness.log.commit();
        assertEquals("PUBACK 1 0x00", five.answer());
        assertEquals("PUBREC 2 0x00", five.answer());
        assertEquals("PUBACK 1 0x00", older.answer());
        five.end();
        older.end();
    }
}
