package io.sluice.gateway.mqtt.session;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_5;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.RawClient;
import io.sluice.gateway.mqtt.Sent;
import io.sluice.gateway.mqtt.packet.Packets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that are of use for a while only, on Moquette itself, which keeps them for ever. */
class CommandExpiryTest {
    private static final FrontFixture front = new FrontFixture(false);

    /** Longer than the shortest interval there is. */
    private static final Duration PAST_A_SECOND = Duration.ofMillis(1_100);

    /** For what has to arrive first, on a machine that has much else to do. */
    private static final int A_WHILE = 4;

    private static final Duration PAST_A_WHILE = Duration.ofMillis(4_100);

    private static final Duration FOR_NOTHING = Duration.ofMillis(300);

    /** More than Moquette has unanswered at once. */
    private static final int MANY = 12;

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

    private MqttConnectMessage connect(MqttVersion version) {
        return version == MQTT_5 ? Sent.connectPersistent5(device) : Sent.connect(version, device, false);
    }

    private void subscribe(RawClient client, int qos) throws Exception {
        client.send(MqttMessageBuilders.subscribe()
                .messageId(1)
                .addSubscription(MqttQoS.valueOf(qos), topic)
                .build());
        client.expect(MqttMessageType.SUBACK);
    }

    private void leaveAway(MqttVersion version, int qos) throws Exception {
        RawClient client = RawClient.connected(front.port(), connect(version));
        subscribe(client, qos);
        client.send(Sent.ofType(MqttMessageType.DISCONNECT));
        assertTrue(client.isClosedSoon());
    }

    private void command(int qos, String text, MqttProperties properties) throws Exception {
        send(qos, Sent.publish(qos, 7, topic, text, false, properties));
    }

    private static void send(int qos, MqttPublishMessage command) throws Exception {
        try (RawClient sender = RawClient.connected(front.port(), MQTT_5)) {
            sender.send(command);
            if (qos == 1) {
                sender.expect(MqttMessageType.PUBACK);
            } else {
                sender.expect(MqttMessageType.PUBREC);
                sender.send(Sent.pubRel(7));
                sender.expect(MqttMessageType.PUBCOMP);
            }
        }
    }

    private static MqttProperties within(int seconds) {
        return Sent.number(MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL, seconds);
    }

    private static void let(Duration pass) {
        await().pollDelay(pass).until(() -> true);
    }

    private static MqttPublishMessage expect(RawClient client, String text) throws Exception {
        MqttPublishMessage publish = (MqttPublishMessage) client.expect(MqttMessageType.PUBLISH);
        assertEquals(text, publish.payload().toString(StandardCharsets.UTF_8));
        publish.release();
        return publish;
    }

    private static long intervalOf(MqttPublishMessage publish) {
        return publish.variableHeader().properties().getProperty(MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL.value())
                        instanceof IntegerProperty property
                ? Integer.toUnsignedLong(property.value())
                : -1;
    }

    private static double expired(int qos) {
        return front.meters
                .get("sluice.gateway.outbound.dropped")
                .tag("reason", "expired")
                .tag("qos", Integer.toString(qos))
                .counter()
                .count();
    }

    @ParameterizedTest(name = "{0}, QoS {1}")
    @CsvSource({"MQTT_3_1_1, 1", "MQTT_3_1_1, 2", "MQTT_5, 1", "MQTT_5, 2"})
    void areNotDeliveredWhenTheirTimeIsOver(MqttVersion version, int qos) throws Exception {
        leaveAway(version, qos);
        for (int i = 0; i < MANY; i++) {
            command(qos, "open " + i, within(1));
        }
        command(qos, "close", MqttProperties.NO_PROPERTIES);
        let(PAST_A_SECOND);

        try (RawClient back = RawClient.connected(front.port(), connect(version))) {
            expect(back, "close");
            assertNull(back.next(FOR_NOTHING));
        }
        assertTrue(expired(qos) >= MANY, "counted");
    }

    @Test
    void areDeliveredWithWhatIsLeftOfIt() throws Exception {
        leaveAway(MQTT_5, 1);
        long began = System.nanoTime();
        command(1, "open", within(100));
        let(PAST_A_SECOND);

        try (RawClient back = RawClient.connected(front.port(), connect(MQTT_5))) {
            long left = intervalOf(expect(back, "open"));
            long waited = Duration.ofNanos(System.nanoTime() - began).toSeconds();
            assertTrue(left <= 99 && left >= 100 - waited - 1, "was " + left);
        }
    }

    /** 136 years, and more than a signed number holds. */
    @Test
    void areDeliveredAtOnceWithNearlyAllOfIt() throws Exception {
        try (RawClient client = RawClient.connected(front.port(), connect(MQTT_5))) {
            subscribe(client, 1);
            command(1, "open", within(-1));

            long left = intervalOf(expect(client, "open"));
            assertTrue(left > (1L << 32) - 60 && left < 1L << 32, "was " + left);
        }
    }

    /** Its time is over when it comes. */
    @Test
    void areForNobodyWithoutAnyTime() throws Exception {
        try (RawClient client = RawClient.connected(front.port(), connect(MQTT_5))) {
            subscribe(client, 1);
            command(1, "open", within(0));
            command(1, "close", within(60));

            expect(client, "close");
        }
    }

    @Test
    void areNotDeliveredWhenTheyHaveWaitedForTheReceiveMaximum() throws Exception {
        MqttConnectMessage narrow = connect(MQTT_5);
        narrow.variableHeader().properties().add(new IntegerProperty(MqttPropertyType.RECEIVE_MAXIMUM.value(), 1));
        try (RawClient client = RawClient.connected(front.port(), narrow)) {
            subscribe(client, 1);
            command(1, "first", MqttProperties.NO_PROPERTIES);
            for (int i = 0; i < MANY; i++) {
                command(1, "open " + i, within(1));
            }
            command(1, "close", MqttProperties.NO_PROPERTIES);
            MqttPublishMessage first = expect(client, "first");
            let(PAST_A_SECOND);

            client.send(Sent.pubAck(first.variableHeader().packetId()));
            MqttPublishMessage close = expect(client, "close");
            client.send(Sent.pubAck(close.variableHeader().packetId()));
            command(1, "last", MqttProperties.NO_PROPERTIES);
            expect(client, "last");
        }
    }

    @Test
    void areNotSentAgainWhenTheirTimeIsOver() throws Exception {
        RawClient client = RawClient.connected(front.port(), connect(MQTT_5));
        subscribe(client, 1);
        command(1, "open", within(A_WHILE));
        command(1, "close", MqttProperties.NO_PROPERTIES);
        expect(client, "open");
        expect(client, "close");
        client.reset();
        let(PAST_A_WHILE);

        try (RawClient back = RawClient.connected(front.port(), connect(MQTT_5))) {
            expect(back, "close");
        }
    }

    /** Who has it, and whose PUBREC was lost, would take the next one under its id for the same. */
    @Test
    void leaveNoExchangeOpen() throws Exception {
        RawClient client = RawClient.connected(front.port(), connect(MQTT_5));
        subscribe(client, 2);
        command(2, "open", within(A_WHILE));
        int packetId = expect(client, "open").variableHeader().packetId();
        client.reset();
        let(PAST_A_WHILE);

        try (RawClient back = RawClient.connected(front.port(), connect(MQTT_5))) {
            assertEquals(packetId, back.expectId(MqttMessageType.PUBREL));
            back.send(Packets.pubComp(packetId, (byte) 0x92));
            command(2, "close", MqttProperties.NO_PROPERTIES);
            expect(back, "close");
        }
    }

    @ParameterizedTest(name = "QoS {0}")
    @ValueSource(ints = {0, 1, 2})
    void areNotForNewSubscriptionsWhenTheyAreRetained(int qos) throws Exception {
        send(1, Sent.retained(1, 7, topic, "open", within(A_WHILE)));
        try (RawClient early = RawClient.connected(front.port(), MQTT_5)) {
            subscribe(early, qos);
            long left = intervalOf(expect(early, "open"));
            assertTrue(left > 0 && left <= A_WHILE, "was " + left);
        }
        let(PAST_A_WHILE);

        try (RawClient late = RawClient.connected(front.port(), MQTT_5)) {
            subscribe(late, qos);
            assertNull(late.next(FOR_NOTHING));
        }
    }
}
