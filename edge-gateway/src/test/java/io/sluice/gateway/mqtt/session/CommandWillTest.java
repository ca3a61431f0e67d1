package io.sluice.gateway.mqtt.session;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_5;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.RawClient;
import io.sluice.gateway.mqtt.Sent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A will on a topic of the embedded broker is a command like any other. */
final class CommandWillTest {
    private static final FrontFixture front = new FrontFixture(false);
    private static final Duration FOR_NOTHING = Duration.ofMillis(300);

    private final String device = "pump-" + System.nanoTime();
    private final String topic = "commands/plant-1/" + device + "/state";

    @BeforeAll
    static void start() throws Exception {
        front.start();
    }

    @AfterAll
    static void stop() {
        front.close();
    }

    private MqttMessageBuilders.ConnectBuilder mortal(MqttVersion version, int qos, String says) {
        return MqttMessageBuilders.connect()
                .protocolVersion(version)
                .clientId("m-" + device)
                .cleanSession(true)
                .willFlag(true)
                .willQoS(MqttQoS.valueOf(qos))
                .willTopic(topic)
                .willMessage(says.getBytes(StandardCharsets.UTF_8));
    }

    private static void dies(MqttConnectMessage connect) throws InterruptedException {
        RawClient.connected(front.port(), connect).reset();
    }

    private RawClient subscribed(MqttConnectMessage connect) throws InterruptedException {
        RawClient client = RawClient.connected(front.port(), connect);
        client.send(Sent.subscribe(1, topic));
        client.expect(MqttMessageType.SUBACK);
        return client;
    }

    private RawClient newcomer() throws InterruptedException {
        return subscribed(Sent.connect(MQTT_5, "newcomer-" + device, true));
    }

    private static MqttPublishMessage expect(RawClient client, String text) throws InterruptedException {
        MqttPublishMessage publish = (MqttPublishMessage) client.expect(MqttMessageType.PUBLISH);
        assertEquals(text, publish.payload().toString(StandardCharsets.UTF_8));
        publish.release();
        return publish;
    }

    private void say(String text) throws InterruptedException {
        try (RawClient sender = RawClient.connected(front.port(), MQTT_5)) {
            sender.send(Sent.retained(1, 7, topic, text, MqttProperties.NO_PROPERTIES));
            sender.expect(MqttMessageType.PUBACK);
        }
    }

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void thatIsToBeRetainedTakesThePlaceOfWhatWas(MqttVersion version) throws Exception {
        say("online");
        try (RawClient watcher = subscribed(Sent.connect(MQTT_5, "watcher-" + device, true))) {
            assertTrue(expect(watcher, "online").fixedHeader().isRetain());
            dies(mortal(version, 1, "offline").willRetain(true).build());
            MqttPublishMessage said = expect(watcher, "offline");
            assertEquals(
                    List.of(MqttQoS.AT_LEAST_ONCE, false),
                    List.of(said.fixedHeader().qosLevel(), said.fixedHeader().isRetain()));
        }
        try (RawClient newcomer = newcomer()) {
            assertTrue(expect(newcomer, "offline").fixedHeader().isRetain());
        }
    }

    @Test
    void thatIsToBeRetainedAndEmptyEndsWhatWas() throws Exception {
        say("online");
        try (RawClient watcher = newcomer()) {
            expect(watcher, "online");
            dies(mortal(MQTT_5, 1, "").willRetain(true).build());
            expect(watcher, "");
        }
        try (RawClient newcomer = newcomer()) {
            assertNull(newcomer.next(FOR_NOTHING));
        }
    }

    @Test
    void thatIsNotToBeRetainedLeavesWhatWas() throws Exception {
        say("online");
        dies(mortal(MQTT_5, 1, "offline").build());
        await().during(FOR_NOTHING).until(() -> true);
        try (RawClient newcomer = newcomer()) {
            expect(newcomer, "online");
        }
    }

    @ParameterizedTest(name = "QoS {0}")
    @CsvSource({"1", "2"})
    void waitsForASessionThatIsAway(int qos) throws Exception {
        subscribed(Sent.connectPersistent5("watcher-" + device)).close();
        try (RawClient witness = newcomer()) {
            dies(mortal(MQTT_5, qos, "offline").build());
            expect(witness, "offline");
        }
        try (RawClient back = RawClient.connected(front.port(), Sent.connectPersistent5("watcher-" + device))) {
            expect(back, "offline");
        }
    }

    @Test
    void goesWithItsProperties() throws Exception {
        MqttProperties properties = Sent.number(MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL, 90);
        properties.add(new StringProperty(MqttPropertyType.CONTENT_TYPE.value(), "text/plain"));
        properties.add(new MqttProperties.UserProperty("reason", "power"));
        try (RawClient watcher = newcomer()) {
            dies(mortal(MQTT_5, 1, "offline").willProperties(properties).build());
            MqttProperties said = expect(watcher, "offline").variableHeader().properties();
            assertEquals(
                    List.of("text/plain", 90, List.of(new MqttProperties.StringPair("reason", "power"))),
                    List.of(
                            said.getProperty(MqttPropertyType.CONTENT_TYPE.value())
                                    .value(),
                            said.getProperty(MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL.value())
                                    .value(),
                            said.getProperty(MqttPropertyType.USER_PROPERTY.value())
                                    .value()));
        }
    }

    @Test
    void withPropertiesThatItsSubscribersWouldHaveToCloseForIsRefused() throws Exception {
        MqttProperties properties = new MqttProperties();
        properties.add(new StringProperty(MqttPropertyType.RESPONSE_TOPIC.value(), "answers/#"));
        try (RawClient client = new RawClient(front.port())) {
            client.send(mortal(MQTT_5, 1, "offline").willProperties(properties).build());
            MqttConnAckMessage refused = (MqttConnAckMessage) client.expect(MqttMessageType.CONNACK);
            assertEquals(
                    MqttConnectReturnCode.CONNECTION_REFUSED_PROTOCOL_ERROR,
                    refused.variableHeader().connectReturnCode());
        }
    }
}
