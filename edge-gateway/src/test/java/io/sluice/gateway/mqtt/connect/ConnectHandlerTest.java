package io.sluice.gateway.mqtt.connect;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_5;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageFactory;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.sluice.gateway.mqtt.GateHarness;
import io.sluice.gateway.mqtt.GateHarness.Client;
import io.sluice.gateway.mqtt.SelfTest;
import io.sluice.gateway.mqtt.Sent;
import io.sluice.gateway.mqtt.packet.PacketProperties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectHandlerTest {
    private final GateHarness harness = new GateHarness();

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void handsTheBrokerAPlainConnectWhateverTheClientSpeaks(MqttVersion version) {
        Client client = harness.open();

        client.send(MqttMessageBuilders.connect()
                .protocolVersion(version)
                .clientId("pump-7")
                .cleanSession(true)
                .keepAlive(30)
                .hasUser(true)
                .username("someone")
                .willFlag(true)
                .willQoS(MqttQoS.EXACTLY_ONCE)
                .willTopic("status/pump-7")
                .willMessage(new byte[] {1})
                .build());

        MqttConnectMessage forwarded = (MqttConnectMessage) client.broker.received.get(0);
        MqttConnectVariableHeader header = forwarded.variableHeader();
        assertEquals(MQTT_3_1_1.protocolLevel(), header.version());
        assertEquals("pump-7", forwarded.payload().clientIdentifier());
        assertFalse(header.isWillFlag(), "Moquette must not keep wills");
        assertFalse(header.hasUserName());
        assertEquals(0, header.keepAliveTimeSeconds(), "keep-alive is ours");
        assertTrue(header.isCleanSession());
    }

    @Test
    void tellsAnMqtt5ClientItsBounds() {
        Client client = harness.open();

        client.send(Sent.connect(MQTT_5, "pump-7", true));

        MqttProperties properties = connAck(client).variableHeader().properties();
        assertEquals(256, number(properties, MqttPropertyType.RECEIVE_MAXIMUM));
        assertEquals(256 << 10, number(properties, MqttPropertyType.MAXIMUM_PACKET_SIZE));
        assertEquals(16, number(properties, MqttPropertyType.TOPIC_ALIAS_MAXIMUM));
        assertEquals(1, number(properties, MqttPropertyType.WILDCARD_SUBSCRIPTION_AVAILABLE));
        assertEquals(1, number(properties, MqttPropertyType.RETAIN_AVAILABLE));
        assertNull(properties.getProperty(MqttPropertyType.MAXIMUM_QOS.value()), "2 is said by saying nothing");
        assertEquals(0, number(properties, MqttPropertyType.SHARED_SUBSCRIPTION_AVAILABLE));
        assertEquals(0, number(properties, MqttPropertyType.SUBSCRIPTION_IDENTIFIER_AVAILABLE));
        assertNull(PacketProperties.text(properties, MqttPropertyType.ASSIGNED_CLIENT_IDENTIFIER));
    }

    @Test
    void assignsAnIdAndTellsIt() {
        Client client = harness.open();

        client.send(Sent.connect(MQTT_5, "", true));

        String assigned = PacketProperties.text(
                connAck(client).variableHeader().properties(), MqttPropertyType.ASSIGNED_CLIENT_IDENTIFIER);
        assertNotNull(assigned);
        assertEquals(
                assigned,
                ((MqttConnectMessage) client.broker.received.get(0)).payload().clientIdentifier());
    }

    @Test
    void mapsSessionsThatOutliveTheirConnection() {
        Client keeps = harness.open();
        keeps.send(Sent.connectPersistent5("keeper"));
        Client ends = harness.open();
        ends.send(Sent.connect(MQTT_5, "other", false));

        assertFalse(forwardedClean(keeps));
        assertEquals(
                3600, number(connAck(keeps).variableHeader().properties(), MqttPropertyType.SESSION_EXPIRY_INTERVAL));
        assertTrue(forwardedClean(ends), "an expiry of 0 ends with the connection");
        assertEquals(0, number(connAck(ends).variableHeader().properties(), MqttPropertyType.SESSION_EXPIRY_INTERVAL));
    }

    private static boolean forwardedClean(Client client) {
        return ((MqttConnectMessage) client.broker.received.get(0))
                .variableHeader()
                .isCleanSession();
    }

    @Test
    void closesOnAWillOfQos3() {
        refused(connectWithWill(MQTT_3_1_1, 3, "status/pump-7"), null);
        refused(connectWithWill(MQTT_5, 3, "status/pump-7"), 0x81);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "status/#", "+/x"})
    void closesOnAWillTopicThatIsNone(String topic) {
        refused(connectWithWill(MQTT_3_1_1, 1, topic), null);
        refused(connectWithWill(MQTT_5, 1, topic), 0x90);
    }

    @ParameterizedTest
    @ValueSource(strings = {"polygenelubricants", "a\nb", "#"})
    void refusesHostileIds(String id) {
        refused(Sent.connect(MQTT_3_1_1, id, true), 0x02);
        refused(Sent.connect(MQTT_5, id, true), 0x85);
    }

    @Test
    void refusesAnOlderClientWithoutIdThatWantsASession() {
        refused(Sent.connect(MQTT_3_1_1, "", false), 0x02);
    }

    @Test
    void refusesAnAuthenticationMethod() {
        MqttProperties properties = new MqttProperties();
        properties.add(new StringProperty(MqttPropertyType.AUTHENTICATION_METHOD.value(), "SCRAM-SHA-1"));

        refused(
                MqttMessageBuilders.connect()
                        .protocolVersion(MQTT_5)
                        .clientId("pump-7")
                        .properties(properties)
                        .build(),
                0x8C);
    }

    private void refused(MqttConnectMessage connect, @Nullable Integer code) {
        Client client = harness.open();
        client.send(connect);
        MqttConnAckMessage connAck = (MqttConnAckMessage) client.next();
        assertEquals(
                code,
                connAck == null
                        ? null
                        : Byte.toUnsignedInt(
                                connAck.variableHeader().connectReturnCode().byteValue()));
        assertFalse(client.isOpen());
        assertTrue(client.broker.received.isEmpty());
    }

    private static MqttConnectMessage connectWithWill(MqttVersion version, int qos, String topic) {
        return new MqttConnectMessage(
                new MqttFixedHeader(MqttMessageType.CONNECT, false, MqttQoS.AT_MOST_ONCE, false, 0),
                new MqttConnectVariableHeader(
                        version.protocolName(), version.protocolLevel(), false, false, false, qos, true, true, 0),
                new MqttConnectPayload("pump-7", MqttProperties.NO_PROPERTIES, topic, new byte[0], null, null));
    }

    @Test
    void closesOnASecondConnect() {
        Client client = harness.connected(MQTT_5);

        client.send(Sent.connect(MQTT_5, "client-1", true));

        assertEquals("DISCONNECT 0x82", client.answer());
        assertFalse(client.isOpen());
        assertTrue(client.broker.received.isEmpty());
    }

    @Test
    void closesWhenTheFirstPacketIsNoConnect() {
        Client client = harness.open();

        client.send(Sent.publish(1, 1, Sent.TOPIC, Sent.json(1)));

        assertFalse(client.isOpen());
        assertEquals(0, harness.log.taken().size());
        client.end();
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNACK", "SUBACK", "UNSUBACK", "PINGRESP", "AUTH"})
    void closesOnPacketsThatAClientMayNotSend(MqttMessageType type) {
        Client client = harness.connected(MQTT_5);

        client.send(Sent.ofType(type));

        assertEquals("DISCONNECT 0x82", client.answer());
        assertTrue(client.broker.received.isEmpty());
    }

    @Test
    void keepsPacketsUntilTheBrokerHasAcceptedTheConnect() {
        Client client = harness.open();
        client.broker.answersConnect = false;

        client.send(
                Sent.connect(MQTT_3_1_1, "hasty", true),
                Sent.publish(1, 1, Sent.TOPIC, Sent.json(1)),
                Sent.subscribe(2, "commands/a/b/#"));

        assertEquals(0, harness.log.taken().size());
        assertEquals(1, client.broker.received.size());
        client.broker.acceptConnect(client.channel.pipeline().context("handler"));
        assertEquals(MqttMessageType.CONNACK, client.next().fixedHeader().messageType());
        assertEquals(1, harness.log.taken().size());
        assertEquals(2, client.broker.received.size());
        client.end();
    }

    @Test
    void dropsWhatFollowsDisconnect() {
        Client client = harness.connected(MQTT_5);

        client.send(Sent.ofType(MqttMessageType.DISCONNECT), Sent.publish(1, 1, Sent.TOPIC, Sent.json(1)));

        assertEquals(0, harness.log.taken().size());
        assertEquals(1, client.broker.received.size());
        client.end();
    }

    @Test
    void answersPingItself() {
        Client client = harness.connected(MQTT_5);

        client.send(Sent.ofType(MqttMessageType.PINGREQ));

        assertEquals("PINGRESP", client.answer());
        assertTrue(client.broker.received.isEmpty());
    }

    @Test
    void closesWithItsReasonOnAMalformedPacket() {
        Client client = harness.connected(MQTT_5);

        client.send(MqttMessageFactory.newInvalidMessage(new IllegalArgumentException("broken")));

        assertEquals("DISCONNECT 0x81", client.answer());
        assertFalse(client.isOpen());
    }

    @Test
    void letsNobodyInBeforeTheGateIsProven() {
        GateHarness shut = new GateHarness();
        shut.admission.shut();

        Client client = shut.open();

        assertFalse(client.isOpen());
    }

    @Test
    void writesTheSelfTestsConnectByteByByte() {
        assertArrayEquals(
                new byte[] {
                    0x10,
                    0x0F, // CONNECT, 15 bytes follow
                    0x00,
                    0x04,
                    'M',
                    'Q',
                    'T',
                    'T',
                    0x05, // protocol name, version 5
                    0x02,
                    0x00,
                    0x00,
                    0x00, // clean start, keep-alive 0, no properties
                    0x00,
                    0x02,
                    'm',
                    'e' // client id
                },
                SelfTest.connect("me"));
    }

    private static MqttConnAckMessage connAck(Client client) {
        return (MqttConnAckMessage) client.next();
    }

    private static long number(MqttProperties properties, MqttPropertyType type) {
        return PacketProperties.number(properties, type, -1);
    }
}
