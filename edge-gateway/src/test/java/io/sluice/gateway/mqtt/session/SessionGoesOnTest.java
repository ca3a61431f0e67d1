package io.sluice.gateway.mqtt.session;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_5;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.sluice.gateway.mqtt.Entering;
import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.RawClient;
import io.sluice.gateway.mqtt.Sent;
import io.sluice.gateway.mqtt.StalledBroker;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * An MQTT 5 client that has a session comes back without a word of how long it is to live, which means no longer than
 * the connection. It finds the session all the same (MQTT-3.1.2-5).
 */
final class SessionGoesOnTest {
    private static final FrontFixture front = new FrontFixture(false);
    private static final int KEPT = 3600;

    private final String id = "pump-" + System.nanoTime();
    private final String topic = "commands/plant-1/" + id + "/start";

    @BeforeAll
    static void start() throws Exception {
        front.start();
    }

    @AfterAll
    static void stop() {
        front.close();
    }

    private MqttConnectMessage unsaid() {
        return Sent.connect(MQTT_5, id, false);
    }

    private RawClient connected(MqttConnectMessage connect, boolean isPresent, int expirySeconds) throws Exception {
        RawClient client = new RawClient(front.port());
        client.send(connect);
        MqttConnAckMessage connAck = (MqttConnAckMessage) client.expect(MqttMessageType.CONNACK);
        MqttProperties.MqttProperty<?> expiry =
                connAck.variableHeader().properties().getProperty(MqttPropertyType.SESSION_EXPIRY_INTERVAL.value());
        assertEquals(
                List.of(isPresent, expirySeconds),
                List.of(connAck.variableHeader().isSessionPresent(), expiry == null ? 0 : expiry.value()));
        return client;
    }

    private void leavesASession() throws Exception {
        try (RawClient client = connected(Sent.connectPersistent5(id), false, KEPT)) {
            client.send(Sent.subscribe(1, topic));
            client.expect(MqttMessageType.SUBACK);
        }
        command("stop");
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

    @Test
    void withWhatHasWaitedForItAndEndsWithTheConnection() throws Exception {
        leavesASession();
        RawClient first = connected(unsaid(), true, 0);
        expect(first, "stop");
        first.reset();
        await().untilAsserted(() -> assertNull(StalledBroker.status(front, id)));
        connected(Sent.connectPersistent5(id), false, KEPT).close();
    }

    @Test
    void toItsClientsGoodbye() throws Exception {
        leavesASession();
        try (RawClient client = connected(unsaid(), true, 0)) {
            client.send(Sent.ofType(MqttMessageType.DISCONNECT));
            assertTrue(client.isClosedSoon());
        }
        connected(Sent.connectPersistent5(id), false, KEPT).close();
    }

    @Test
    void notToBeProlongedAtTheGoodbye() throws Exception {
        leavesASession();
        try (RawClient client = connected(unsaid(), true, 0)) {
            expect(client, "stop");
            client.send(Sent.disconnect(Sent.number(MqttPropertyType.SESSION_EXPIRY_INTERVAL, 60)));
            assertEquals(0x82, Entering.disconnect(client));
        }
    }

    @Test
    void butNotWhereItBeginsAnew() throws Exception {
        leavesASession();
        connected(Sent.connect(MQTT_5, id, true), false, 0).close();
        connected(Sent.connectPersistent5(id), false, KEPT).close();
    }

    @Test
    void norIsOneBegunForAClientThatHasNone() throws Exception {
        connected(unsaid(), false, 0).close();
        connected(unsaid(), false, 0).close();
    }
}
