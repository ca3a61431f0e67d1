package io.sluice.gateway.mqtt.session;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_5;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.BinaryProperty;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.StringPair;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperties;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperty;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.RawClient;
import io.sluice.gateway.mqtt.Sent;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a publish's properties is its subscribers', on Moquette itself, which knows of none. */
class CommandPropertiesTest {
    private static final FrontFixture front = new FrontFixture(true);
    private static final String ALL =
            "{1=1, 3=text/plain, 8=answers/é, 9=0102, 38=[z=1, a=2, z=3, =]}"; // by their identifiers

    private static final int ALL_BYTES = 2 + (3 + 10) + (3 + 10) + (3 + 2) + 3 * (5 + 2) + 5;

    private final String device = "pump-" + System.nanoTime();
    private final String topic = "commands/plant-1/" + device;

    @BeforeAll
    static void start() throws Exception {
        front.start();
    }

    @AfterAll
    static void stop() {
        front.close();
    }

    private static MqttProperties all() {
        return all("text/plain");
    }

    private static MqttProperties all(String contentType) {
        MqttProperties properties = new MqttProperties();
        properties.add(new IntegerProperty(MqttPropertyType.PAYLOAD_FORMAT_INDICATOR.value(), 1));
        properties.add(new StringProperty(MqttPropertyType.CONTENT_TYPE.value(), contentType));
        properties.add(new StringProperty(MqttPropertyType.RESPONSE_TOPIC.value(), "answers/é"));
        properties.add(new BinaryProperty(MqttPropertyType.CORRELATION_DATA.value(), new byte[] {1, 2}));
        properties.add(new UserProperty("z", "1"));
        properties.add(new UserProperty("a", "2"));
        properties.add(new UserProperty("z", "3"));
        properties.add(new UserProperty("", ""));
        return properties;
    }

    private static MqttProperties text(MqttPropertyType type, String value) {
        MqttProperties properties = new MqttProperties();
        properties.add(new StringProperty(type.value(), value));
        return properties;
    }

    private static String shown(MqttPublishMessage publish) {
        return publish.variableHeader().properties().listAll().stream()
                .collect(Collectors.toMap(
                        MqttProperty::propertyId,
                        CommandPropertiesTest::shown,
                        (one, other) -> one + " and " + other,
                        TreeMap::new))
                .toString();
    }

    private static String shown(MqttProperty<?> property) {
        if (property instanceof UserProperties user) {
            return user.value().stream()
                    .map(CommandPropertiesTest::shown)
                    .toList()
                    .toString();
        }
        return property.value() instanceof byte[] bytes
                ? bytes[0] == 1 && bytes[1] == 2 && bytes.length == 2 ? "0102" : "other"
                : String.valueOf(property.value());
    }

    private static String shown(StringPair pair) {
        return pair.key + "=" + pair.value;
    }

    private void command(int qos, MqttProperties properties) throws Exception {
        try (RawClient sender = RawClient.connected(front.port(), MQTT_5)) {
            sender.send(Sent.publish(qos, 7, topic, "open", false, properties));
            if (qos == 1) {
                sender.expect(MqttMessageType.PUBACK);
            } else {
                sender.expect(MqttMessageType.PUBREC);
                sender.send(Sent.pubRel(7));
                sender.expect(MqttMessageType.PUBCOMP);
            }
        }
    }

    private RawClient subscribed(MqttMessage connect, int qos) throws Exception {
        return subscribed(connect, topic, qos);
    }

    private static RawClient subscribed(MqttMessage connect, String topic, int qos) throws Exception {
        RawClient client = RawClient.connected(front.port(), connect);
        client.send(MqttMessageBuilders.subscribe()
                .messageId(1)
                .addSubscription(MqttQoS.valueOf(qos), topic)
                .build());
        client.expect(MqttMessageType.SUBACK);
        return client;
    }

    private static MqttPublishMessage taken(RawClient client) throws Exception {
        return taken(client, "open");
    }

    private static MqttPublishMessage taken(RawClient client, String payload) throws Exception {
        MqttPublishMessage publish = (MqttPublishMessage) client.expect(MqttMessageType.PUBLISH);
        assertEquals(payload, publish.payload().toString(StandardCharsets.UTF_8));
        publish.release();
        return publish;
    }

    @ParameterizedTest(name = "QoS {0} to QoS {1}")
    @CsvSource({"1, 0", "1, 1", "2, 2"})
    void reachSubscribersOfMqtt5Unaltered(int qos, int subscribedQos) throws Exception {
        try (RawClient client = subscribed(Sent.connect(MQTT_5, device, true), subscribedQos);
                RawClient other = subscribed(Sent.connect(MQTT_5, "other " + device, true), subscribedQos);
                RawClient older = subscribed(Sent.connect(MQTT_3_1_1, "older " + device, true), subscribedQos)) {
            command(qos, all());
            command(qos, MqttProperties.NO_PROPERTIES);

            assertEquals(ALL, shown(taken(client)));
            assertEquals(ALL, shown(taken(other)));
            assertEquals("{}", shown(taken(older)));
            assertEquals("{}", shown(taken(client)), "of the next command");
        }
    }

    /** What is inside an array or a compressed payload only they tell. */
    @Test
    void reachThoseWhoFollowReadings() throws Exception {
        String reading = "telemetry/plant-1/" + device;
        try (RawClient client = subscribed(Sent.connect(MQTT_5, device, true), reading, 0);
                RawClient sender = RawClient.connected(front.port(), MQTT_5)) {
            sender.send(Sent.publish(1, 7, reading, "{\"t\":1}", false, all("application/json")));
            sender.expect(MqttMessageType.PUBACK);

            assertEquals(ALL.replace("text/plain", "application/json"), shown(taken(client, "{\"t\":1}")));
        }
    }

    @ParameterizedTest(name = "QoS {0}")
    @ValueSource(ints = {1, 2})
    void reachASessionThatWasAway(int qos) throws Exception {
        RawClient client = subscribed(Sent.connectPersistent5(device), qos);
        client.send(Sent.disconnect(MqttProperties.NO_PROPERTIES));
        assertTrue(client.isClosedSoon());
        command(qos, all());

        try (RawClient back = RawClient.connected(front.port(), Sent.connectPersistent5(device))) {
            assertEquals(ALL, shown(taken(back)));
        }
    }

    @ParameterizedTest(name = "QoS {0}")
    @ValueSource(ints = {1, 2})
    void areSentAgainWithTheirCommand(int qos) throws Exception {
        RawClient client = subscribed(Sent.connectPersistent5(device), qos);
        command(qos, all());
        taken(client);
        client.reset();

        try (RawClient back = RawClient.connected(front.port(), Sent.connectPersistent5(device))) {
            MqttPublishMessage again = taken(back);
            assertTrue(again.fixedHeader().isDup());
            assertEquals(ALL, shown(again));
        }
    }

    @ParameterizedTest(name = "{0} bytes too few")
    @ValueSource(ints = {0, 1})
    void countForTheMaximumPacketSize(int tooFew) throws Exception {
        int bytes = 2 + 2 + topic.length() + 2 + 1 + ALL_BYTES + "open".length();
        MqttConnectMessage connect = Sent.connectPersistent5(device);
        connect.variableHeader()
                .properties()
                .add(new IntegerProperty(MqttPropertyType.MAXIMUM_PACKET_SIZE.value(), bytes - tooFew));
        try (RawClient client = subscribed(connect, 1)) {
            command(1, all());
            command(1, MqttProperties.NO_PROPERTIES);

            assertEquals(tooFew == 0 ? ALL : "{}", shown(taken(client)));
        }
    }

    private static int disconnected(MqttPublishMessage publish) throws Exception {
        try (RawClient sender = RawClient.connected(front.port(), MQTT_5)) {
            sender.send(publish);
            MqttMessage disconnect = sender.expect(MqttMessageType.DISCONNECT);
            assertTrue(sender.isClosedSoon());
            return Byte.toUnsignedInt(
                    ((MqttReasonCodeAndPropertiesVariableHeader) disconnect.variableHeader()).reasonCode());
        }
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"answers/#", "answers/+/x", ""})
    void mustNameOneTopicForTheAnswer(String responseTopic) throws Exception {
        MqttProperties properties = text(MqttPropertyType.RESPONSE_TOPIC, responseTopic);
        assertEquals(0x82, disconnected(Sent.publish(1, 7, topic, "open", false, properties)));
    }

    @Test
    void mustNameAPayloadFormatThatThereIs() throws Exception {
        MqttProperties properties = Sent.number(MqttPropertyType.PAYLOAD_FORMAT_INDICATOR, 2);
        assertEquals(0x82, disconnected(Sent.publish(1, 7, topic, "open", false, properties)));
    }
}
