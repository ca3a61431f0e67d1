package io.sluice.gateway.mqtt.session;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_5;
import static io.sluice.gateway.mqtt.Sent.json;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.PahoGoodbye;
import io.sluice.gateway.mqtt.RawClient;
import io.sluice.gateway.mqtt.Sent;
import io.sluice.gateway.mqtt.TopicCollector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an MQTT 5 client is sent stays within what its CONNECT said it takes. */
final class OutboundWindowTest {
    private static final FrontFixture front = new FrontFixture(true);
    private static final AtomicInteger DEVICES = new AtomicInteger();

    /** More than Moquette has unanswered at once. */
    private static final int MANY = 25;

    /** After five seconds Moquette sends again what is not answered. */
    private static final Duration PAST_A_RESEND = Duration.ofSeconds(11);

    private final String device = "device-" + DEVICES.incrementAndGet();
    private final String topic = "commands/window/" + device;

    @BeforeAll
    static void start() throws Exception {
        front.start();
    }

    @AfterAll
    static void stop() {
        front.close();
    }

    private RawClient subscriber(MqttProperties bounds, int qos, String... filters) throws Exception {
        RawClient client = RawClient.connected(
                front.port(),
                MqttMessageBuilders.connect()
                        .protocolVersion(MQTT_5)
                        .clientId(device)
                        .cleanSession(true)
                        .properties(bounds)
                        .build());
        MqttMessageBuilders.SubscribeBuilder subscribe =
                MqttMessageBuilders.subscribe().messageId(1);
        for (String filter : filters) {
            subscribe.addSubscription(MqttQoS.valueOf(qos), filter);
        }
        client.send(subscribe.build());
        client.expect(MqttMessageType.SUBACK);
        return client;
    }

    private static MqttProperties receiveMaximum(int value) {
        return Sent.number(MqttPropertyType.RECEIVE_MAXIMUM, value);
    }

    private static MqttProperties maximumPacketSize(int value) {
        return Sent.number(MqttPropertyType.MAXIMUM_PACKET_SIZE, value);
    }

    private static void command(int qos, String topic, List<String> payloads) throws Exception {
        try (RawClient sender = RawClient.connected(front.port(), MQTT_3_1_1)) {
            int packetId = 0;
            for (String payload : payloads) {
                sender.send(Sent.publish(qos, ++packetId, topic, payload));
                if (qos > 0) {
                    sender.expect(qos == 1 ? MqttMessageType.PUBACK : MqttMessageType.PUBREC);
                }
                if (qos == 2) {
                    sender.send(Sent.pubRel(packetId));
                    sender.expect(MqttMessageType.PUBCOMP);
                }
            }
        }
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    private static String text(MqttPublishMessage publish) {
        String text = publish.payload().toString(StandardCharsets.UTF_8);
        publish.release();
        return text;
    }

    private static int idOf(MqttMessage packet) {
        return packet instanceof MqttPublishMessage publish
                ? publish.variableHeader().packetId()
                : ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
    }

    private static void answer(RawClient client, MqttMessageType type, int packetId, int reason) {
        client.sendBytes(type.value() << 4, 3, packetId >> 8, packetId, reason);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10})
    void neverHasMoreUnansweredThanTheReceiveMaximum(int maximum) throws Exception {
        try (RawClient client = subscriber(receiveMaximum(maximum), 1, topic)) {
            command(1, topic, numbers(MANY));
            int[] unanswered = IntStream.range(0, maximum)
                    .map(i -> expectCommand(client, i))
                    .toArray();
            assertNull(client.next(maximum == 3 ? PAST_A_RESEND : Duration.ofMillis(200)), "before an answer");
            for (int i = 0; i < MANY; i++) {
                answer(client, MqttMessageType.PUBACK, unanswered[i % maximum], 0);
                if (i + maximum < MANY) {
                    unanswered[i % maximum] = expectCommand(client, i + maximum);
                }
                assertNull(client.next(Duration.ofMillis(20)), "one for one");
            }
        }
    }

    /** Answers its packet id. */
    private static int expectCommand(RawClient client, int number) {
        try {
            MqttPublishMessage publish = (MqttPublishMessage) client.expect(MqttMessageType.PUBLISH);
            assertEquals(Integer.toString(number), text(publish));
            assertFalse(publish.fixedHeader().isDup());
            return idOf(publish);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void countsAQos2PublishUntilItsPubComp() throws Exception {
        try (RawClient client = subscriber(receiveMaximum(1), 2, topic)) {
            command(2, topic, numbers(MANY));
            for (int i = 0; i < MANY; i++) {
                int packetId = expectCommand(client, i);
                answer(client, MqttMessageType.PUBREC, packetId, 0);
                answer(client, MqttMessageType.PUBREC, packetId, 0); // a copy must not confuse the broker
                assertEquals(packetId, client.expectId(MqttMessageType.PUBREL));
                assertNull(client.next(i == 0 ? PAST_A_RESEND : Duration.ofMillis(10)), "before PUBCOMP");
                answer(client, MqttMessageType.PUBCOMP, packetId, 0);
            }
        }
    }

    @Test
    void takesARefusingPubRecAsTheEndOfIt() throws Exception {
        try (RawClient client = subscriber(receiveMaximum(2), 2, topic)) {
            command(2, topic, numbers(MANY));
            for (int i = 0; i < MANY; i++) {
                answer(client, MqttMessageType.PUBREC, expectCommand(client, i), 0x83);
            }
            assertNull(client.next(Duration.ofMillis(200)), "no PUBREL");
        }
    }

    @Test
    void letsPahoHaveItsReceiveMaximum() throws Exception {
        MqttClient paho = new MqttClient("tcp://127.0.0.1:" + front.port(), "paho-" + device, new MemoryPersistence());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setReceiveMaximum(2);
        List<String> seen = new CopyOnWriteArrayList<>();
        paho.setCallback(new TopicCollector(seen));
        paho.connect(options);
        paho.subscribe("commands/window/" + device + "/#", 2);
        command(1, topic + "/one", numbers(MANY));
        command(2, topic + "/two", numbers(MANY));
        await().untilAsserted(() -> assertEquals(2 * MANY, seen.size()));
        PahoGoodbye.say(paho);
    }

    @ParameterizedTest(name = "QoS {0}")
    @CsvSource({"0", "1", "2"})
    void dropsWhatIsLargerThanTheClientTakesAndGoesOn(int qos) throws Exception {
        // Fixed header, topic, packet id, no properties, payload.
        int fits = 2 + 2 + topic.length() + (qos == 0 ? 0 : 2) + 1 + 50;
        double before = dropped(qos);
        try (RawClient client = subscriber(maximumPacketSize(fits), qos, topic)) {
            for (int i = 0; i < MANY; i++) {
                command(qos, topic, List.of("x".repeat(51), "y".repeat(50)));
                MqttPublishMessage publish = (MqttPublishMessage) client.expect(MqttMessageType.PUBLISH);
                int packetId = idOf(publish);
                assertEquals("y".repeat(50), text(publish));
                if (qos == 1) {
                    answer(client, MqttMessageType.PUBACK, packetId, 0);
                } else if (qos == 2) {
                    answer(client, MqttMessageType.PUBREC, packetId, 0);
                    assertEquals(packetId, client.expectId(MqttMessageType.PUBREL));
                    answer(client, MqttMessageType.PUBCOMP, packetId, 0);
                }
            }
            assertNull(client.next(Duration.ofMillis(100)));
        }
        assertEquals(MANY, dropped(qos) - before);
    }

    private static double dropped(int qos) {
        return front.meters
                .get("sluice.gateway.outbound.dropped")
                .tag("reason", "packet-too-large")
                .tag("qos", Integer.toString(qos))
                .counter()
                .count();
    }

    @Test
    void keepsLocalReadingsWithinTheMaximumPacketSize() throws Exception {
        String readings = "telemetry/window/" + device;
        try (RawClient client = subscriber(maximumPacketSize(80), 0, readings);
                RawClient sender = RawClient.connected(front.port(), MQTT_3_1_1)) {
            sender.send(Sent.publish(1, 1, readings, json(1) + " ".repeat(100)));
            sender.send(Sent.publish(1, 2, readings, json(2)));
            assertEquals(json(2), text((MqttPublishMessage) client.expect(MqttMessageType.PUBLISH)));
        }
    }

    /**
     * Moquette sends again by the millisecond in which it sent first, and within one in any order. The first one was
     * seen; whether the broker had sent the others when the connection ended is not known.
     */
    @Test
    void givesASessionWhatWaitedByItsNextConnection() throws Exception {
        MqttProperties bounds = receiveMaximum(1);
        bounds.add(new MqttProperties.IntegerProperty(MqttPropertyType.SESSION_EXPIRY_INTERVAL.value(), 3_600));
        MqttMessage connect = MqttMessageBuilders.connect()
                .protocolVersion(MQTT_5)
                .clientId(device)
                .cleanSession(false)
                .properties(bounds)
                .build();
        try (RawClient client = RawClient.connected(front.port(), connect)) {
            client.send(Sent.subscribe(1, topic));
            client.expect(MqttMessageType.SUBACK);
            command(1, topic, numbers(3));
            expectCommand(client, 0);
        }
        try (RawClient back = RawClient.connected(front.port(), connect)) {
            Set<String> given = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                MqttPublishMessage publish = (MqttPublishMessage) back.expect(MqttMessageType.PUBLISH);
                assertTrue(publish.fixedHeader().isDup() || !text(publish).equals("0"), "it had been sent");
                given.add(text(publish));
                answer(back, MqttMessageType.PUBACK, idOf(publish), 0);
            }
            assertEquals(Set.of("0", "1", "2"), given);
        }
    }
}
