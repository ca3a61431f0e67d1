package io.sluice.gateway.mqtt.session;

import static io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy.DONT_SEND_AT_SUBSCRIBE;
import static io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy.SEND_AT_SUBSCRIBE;
import static io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy.SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS;
import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_5;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.RawClient;
import io.sluice.gateway.mqtt.Sent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The last command of a topic, for who subscribes later. */
class RetainedCommandsTest {
    private static final FrontFixture front = new FrontFixture(false);
    private static final Duration FOR_NOTHING = Duration.ofMillis(300);

    private final String device = "pump-" + System.nanoTime();
    private final String topic = "commands/plant-1/" + device + "/valve";
    private final String filter = "commands/plant-1/" + device + "/#";

    @BeforeAll
    static void start() throws Exception {
        front.start();
    }

    @AfterAll
    static void stop() {
        front.close();
    }

    private void retain(String text) throws Exception {
        retain(1, text);
    }

    private void retain(int qos, String text) throws Exception {
        MqttProperties properties = new MqttProperties();
        properties.add(new StringProperty(MqttPropertyType.CONTENT_TYPE.value(), "type of " + text));
        try (RawClient sender = RawClient.connected(front.port(), MQTT_5)) {
            sender.send(Sent.retained(qos, 7, topic, text, properties));
            if (qos == 1) {
                sender.expect(MqttMessageType.PUBACK);
            } else {
                sender.expect(MqttMessageType.PUBREC);
            }
        }
    }

    private void subscribe(RawClient client, int qos, boolean asPublished, RetainedHandlingPolicy handling)
            throws Exception {
        client.send(MqttMessageBuilders.subscribe()
                .messageId(1)
                .addSubscription(filter, new MqttSubscriptionOption(MqttQoS.valueOf(qos), false, asPublished, handling))
                .build());
        MqttSubAckMessage subAck = (MqttSubAckMessage) client.expect(MqttMessageType.SUBACK);
        assertEquals(qos, subAck.payload().reasonCodes().get(0));
    }

    private static void expect(RawClient client, String text, boolean isRetained) throws Exception {
        MqttPublishMessage publish = (MqttPublishMessage) client.expect(MqttMessageType.PUBLISH);
        assertEquals(text, publish.payload().toString(StandardCharsets.UTF_8));
        publish.release();
        assertEquals(isRetained, publish.fixedHeader().isRetain(), "RETAIN of " + text);
        if (publish.fixedHeader().qosLevel() != MqttQoS.AT_MOST_ONCE) {
            client.send(Sent.pubAck(publish.variableHeader().packetId()));
        }
    }

    @ParameterizedTest(name = "{0}, QoS {1}")
    @CsvSource({"MQTT_3_1_1, 0", "MQTT_3_1_1, 1", "MQTT_3_1_1, 2", "MQTT_5, 0", "MQTT_5, 1", "MQTT_5, 2"})
    void areMarkedForNewSubscriptions(MqttVersion version, int qos) throws Exception {
        retain(2, "open");
        try (RawClient client = RawClient.connected(front.port(), version)) {
            subscribe(client, qos, false, SEND_AT_SUBSCRIBE);

            MqttPublishMessage publish = (MqttPublishMessage) client.expect(MqttMessageType.PUBLISH);
            publish.release();
            assertTrue(publish.fixedHeader().isRetain());
            assertEquals(qos, publish.fixedHeader().qosLevel().value());
            MqttProperties properties = publish.variableHeader().properties();
            assertEquals(
                    version == MQTT_5 ? "type of open" : null,
                    properties.getProperty(MqttPropertyType.CONTENT_TYPE.value()) instanceof StringProperty type
                            ? type.value()
                            : null);
        }
    }

    /** Those of what was queued or is sent again are the copy's own. */
    @Test
    void areMarkedWhenTheyAreSentAgain() throws Exception {
        retain("open");
        RawClient client = RawClient.connected(front.port(), Sent.connectPersistent5(device));
        subscribe(client, 1, false, SEND_AT_SUBSCRIBE);
        ((MqttPublishMessage) client.expect(MqttMessageType.PUBLISH)).release();
        client.reset();
        retain("close");

        try (RawClient back = RawClient.connected(front.port(), Sent.connectPersistent5(device))) {
            expect(back, "open", true);
            expect(back, "close", false);
        }
    }

    @ParameterizedTest(name = "QoS {0}")
    @ValueSource(ints = {0, 1})
    void areMarkedForEstablishedSubscriptionsThatWantThemAsPublished(int qos) throws Exception {
        try (RawClient usual = RawClient.connected(front.port(), MQTT_5);
                RawClient asPublished = RawClient.connected(front.port(), MQTT_5);
                RawClient sender = RawClient.connected(front.port(), MQTT_3_1_1)) {
            subscribe(usual, qos, false, SEND_AT_SUBSCRIBE);
            subscribe(asPublished, qos, true, SEND_AT_SUBSCRIBE);

            retain("open");
            expect(usual, "open", false);
            expect(asPublished, "open", true);
            sender.send(Sent.publish(1, 8, topic, "close"));
            expect(usual, "close", false);
            expect(asPublished, "close", false);
            subscribe(asPublished, qos, false, DONT_SEND_AT_SUBSCRIBE);
            retain("open");
            expect(asPublished, "open", false);
        }
    }

    @ParameterizedTest(name = "{0}: {1}, then {2}")
    @CsvSource({
        "SEND_AT_SUBSCRIBE, true, true",
        "SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS, true, false",
        "DONT_SEND_AT_SUBSCRIBE, false, false"
    })
    void comeAsTheSubscriptionSays(RetainedHandlingPolicy handling, boolean first, boolean again) throws Exception {
        retain("open");
        try (RawClient client = RawClient.connected(front.port(), MQTT_5)) {
            for (boolean comes : new boolean[] {first, again}) {
                subscribe(client, 1, false, handling);
                if (comes) {
                    expect(client, "open", true);
                }
                assertNull(client.next(FOR_NOTHING));
            }
        }
    }

    @Test
    void comeOnceToASessionThatGoesOn() throws Exception {
        retain("open");
        RawClient client = RawClient.connected(front.port(), Sent.connectPersistent5(device));
        subscribe(client, 1, false, SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS);
        expect(client, "open", true);
        client.send(Sent.disconnect(MqttProperties.NO_PROPERTIES));
        assertTrue(client.isClosedSoon());

        try (RawClient back = RawClient.connected(front.port(), Sent.connectPersistent5(device))) {
            subscribe(back, 1, false, SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS);
            assertNull(back.next(FOR_NOTHING));
        }
        try (RawClient anew = RawClient.connected(front.port(), Sent.connect(MQTT_5, device, true))) {
            subscribe(anew, 1, false, SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS);
            expect(anew, "open", true);
        }
    }

    @Test
    void areTheLatestAndEndWithAnEmptyOne() throws Exception {
        retain("open");
        retain("close");
        try (RawClient client = RawClient.connected(front.port(), MQTT_3_1_1)) {
            subscribe(client, 1, false, SEND_AT_SUBSCRIBE);
            expect(client, "close", true);
        }
        retain("");
        try (RawClient client = RawClient.connected(front.port(), MQTT_3_1_1)) {
            subscribe(client, 1, false, SEND_AT_SUBSCRIBE);
            assertNull(client.next(FOR_NOTHING));
        }
    }
}
