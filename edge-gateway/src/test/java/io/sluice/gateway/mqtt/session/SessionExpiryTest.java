package io.sluice.gateway.mqtt.session;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageBuilders.ConnectBuilder;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.sluice.gateway.mqtt.FakeDurableLog;
import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.RawClient;
import io.sluice.gateway.mqtt.Sent;
import io.sluice.gateway.mqtt.StalledBroker;
import io.sluice.gateway.mqtt.packet.PacketProperties;
import io.sluice.gateway.spool.SpoolEntry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How long a session of MQTT 5 lives behind its connection: as its client wants it, seven days at most. */
final class SessionExpiryTest {
    private static final FakeDurableLog log = new FakeDurableLog().committing();
    private static final FrontFixture front = new FrontFixture(log, FrontFixture.settings());
    private static final int HOUR = 3600;
    private static final long WEEK = Duration.ofDays(7).toSeconds();
    private static final Duration A_MOMENT = Duration.ofMillis(300);

    private final String id = "pump-" + System.nanoTime();
    private final String topic = "commands/plant-1/" + id;

    @BeforeAll
    static void start() throws Exception {
        front.start();
    }

    @AfterAll
    static void stop() {
        front.close();
    }

    private ConnectBuilder connect(boolean isCleanStart, int expirySeconds) {
        return MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_5)
                .clientId(id)
                .cleanSession(isCleanStart)
                .properties(expiry(expirySeconds));
    }

    private static MqttProperties expiry(int seconds) {
        return Sent.number(MqttPropertyType.SESSION_EXPIRY_INTERVAL, seconds);
    }

    private static RawClient connected(ConnectBuilder connect, boolean isPresent, long expirySeconds) throws Exception {
        RawClient client = new RawClient(front.port());
        client.send(connect.build());
        MqttConnAckMessage connAck = (MqttConnAckMessage) client.expect(MqttMessageType.CONNACK);
        assertEquals(
                List.of(isPresent, expirySeconds),
                List.of(
                        connAck.variableHeader().isSessionPresent(),
                        PacketProperties.number(
                                connAck.variableHeader().properties(), MqttPropertyType.SESSION_EXPIRY_INTERVAL, -1)));
        return client;
    }

    private void subscribe(RawClient client) throws Exception {
        client.send(Sent.subscribe(1, topic));
        client.expect(MqttMessageType.SUBACK);
    }

    private void command(String text) throws Exception {
        try (RawClient sender = RawClient.connected(front.port(), MQTT_3_1_1)) {
            sender.send(Sent.publish(1, 7, topic, text));
            sender.expect(MqttMessageType.PUBACK);
        }
    }

    private static void expect(RawClient client, String text) throws Exception {
        MqttPublishMessage publish = (MqttPublishMessage) client.expect(MqttMessageType.PUBLISH);
        assertEquals(text, publish.payload().toString(StandardCharsets.UTF_8));
        publish.release();
    }

    private void goodbye(RawClient client, MqttMessage disconnect) throws Exception {
        client.send(disconnect);
        assertTrue(client.isClosedSoon());
    }

    @Test
    void oneThatBeginsAnewIsKeptAsWell() throws Exception {
        try (RawClient client = connected(connect(true, HOUR), false, HOUR)) {
            subscribe(client);
        }
        command("stop");
        try (RawClient back = connected(connect(false, HOUR), true, HOUR)) {
            expect(back, "stop");
        }
    }

    @Test
    void oneThatBeginsAnewHasNothingOfTheOneBefore() throws Exception {
        try (RawClient client = connected(connect(false, HOUR), false, HOUR)) {
            subscribe(client);
        }
        command("stop");
        try (RawClient anew = connected(connect(true, HOUR), false, HOUR)) {
            assertNull(anew.next(A_MOMENT));
            command("start");
            assertNull(anew.next(A_MOMENT));
        }
        try (RawClient back = connected(connect(false, HOUR), true, HOUR)) {
            assertNull(back.next(A_MOMENT));
        }
    }

    @Test
    void oneThatBeginsAnewTakesItFromTheConnectionThatHasIt() throws Exception {
        RawClient first = connected(connect(false, HOUR), false, HOUR);
        subscribe(first);
        for (int i = 0; i < 20; i++) {
            RawClient next = connected(connect(true, HOUR), false, HOUR);
            assertTrue(first.isClosedSoon());
            subscribe(next);
            first = next;
        }
        first.close();
        connected(connect(false, HOUR), true, HOUR).close();
        assertTrue(front.isLive());
    }

    @Test
    void isOverInTime() throws Exception {
        try (RawClient client = connected(connect(false, 1), false, 1)) {
            subscribe(client);
        }
        await().untilAsserted(() -> assertNull(StalledBroker.status(front, id)));
        connected(connect(false, HOUR), false, HOUR).close();
    }

    @Test
    void beginsWithTheEndOfTheConnectionAndAnewWithEach() throws Exception {
        try (RawClient client = connected(connect(false, 1), false, 1)) {
            subscribe(client);
            await().during(Duration.ofMillis(1_200)).until(client::isOpen);
        }
        try (RawClient back = connected(connect(false, 1), true, 1)) {
            await().during(Duration.ofMillis(1_200)).until(back::isOpen);
        }
        connected(connect(false, HOUR), true, HOUR).close();
    }

    @Test
    void isAWeekAtMost() throws Exception {
        connected(connect(false, -1), false, WEEK).close();
        connected(connect(false, (int) WEEK + 1), true, WEEK).close();
        connected(connect(false, (int) WEEK - 1), true, WEEK - 1).close();
    }

    @Test
    void mayBeShortenedAtTheGoodbye() throws Exception {
        try (RawClient client = connected(connect(false, HOUR), false, HOUR)) {
            goodbye(client, Sent.disconnect(expiry(1)));
        }
        assertNotNull(StalledBroker.status(front, id));
        await().untilAsserted(() -> assertNull(StalledBroker.status(front, id)));
    }

    @Test
    void mayBeProlongedAtTheGoodbye() throws Exception {
        try (RawClient client = connected(connect(false, 1), false, 1)) {
            goodbye(client, Sent.disconnect(expiry(HOUR)));
        }
        await().during(Duration.ofMillis(1_500)).untilAsserted(() -> assertNotNull(StalledBroker.status(front, id)));
    }

    /** MQTT 5, 3.1.3.2.2: at the end of its delay or of the session, whichever comes first. */
    @Test
    void endsTheDelayOfAWill() throws Exception {
        try (RawClient client = connected(
                connect(false, 1)
                        .willFlag(true)
                        .willTopic(Sent.TOPIC)
                        .willMessage(Sent.json(-1).getBytes(StandardCharsets.UTF_8))
                        .willProperties(Sent.number(MqttPropertyType.WILL_DELAY_INTERVAL, HOUR)),
                false,
                1)) {
            client.reset();
        }
        await().untilAsserted(() -> assertEquals(
                1,
                log.taken().stream().filter(SpoolEntry.Death.class::isInstance).count()));
    }
}
