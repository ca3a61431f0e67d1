package io.sluice.gateway.mqtt.session;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_5;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.RawClient;
import io.sluice.gateway.mqtt.Sent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Commands to a session that is away, until it may have no more, on Moquette itself. */
class CommandsAwayTest {
    private static final FrontFixture front = new FrontFixture(false);
    private static final String LARGE = "x".repeat(200 << 10);

    /** As many of those as are within 1 MiB. */
    private static final int FIT = 5;

    private final String device = "pump-" + System.nanoTime();
    private final String topic = "commands/plant-1/" + device + "/start";

    @BeforeAll
    static void start() throws Exception {
        front.start();
    }

    @AfterAll
    static void stop() {
        front.close();
    }

    private RawClient subscribed() throws Exception {
        RawClient client = RawClient.connected(front.port(), Sent.connectPersistent5(device));
        client.send(Sent.subscribe(1, topic));
        client.expect(MqttMessageType.SUBACK);
        return client;
    }

    /** The session is the broker's, and its client is gone. */
    private void leaveAway() throws Exception {
        RawClient client = subscribed();
        client.send(Sent.disconnect(MqttProperties.NO_PROPERTIES));
        assertTrue(client.isClosedSoon());
    }

    private static int reason(RawClient sender, MqttPublishMessage publish) throws Exception {
        sender.send(publish);
        return Byte.toUnsignedInt(((MqttPubReplyMessageVariableHeader)
                        sender.expect(MqttMessageType.PUBACK).variableHeader())
                .reasonCode());
    }

    /** @return the numbers of those that were taken */
    private List<String> flood(RawClient sender, int count) throws Exception {
        List<String> taken = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            String number = Integer.toString(i);
            if (reason(sender, Sent.publish(1, i, topic, number + LARGE)) == 0) {
                taken.add(number);
            }
        }
        return taken;
    }

    private void assertThatThereIsRoomAgain(RawClient sender) {
        await().untilAsserted(() -> assertEquals(0, reason(sender, Sent.publish(1, 1, topic, LARGE))));
    }

    @Test
    void stopsAFloodAndDeliversWhatWasTaken() throws Exception {
        leaveAway();
        try (RawClient sender = RawClient.connected(front.port(), MQTT_5)) {
            List<String> taken = flood(sender, 200);

            assertEquals(FIT, taken.size());
            String other = "commands/plant-1/other-" + device;
            assertEquals(0, reason(sender, Sent.publish(1, 1, other, LARGE)), "another device's");
            try (RawClient back = RawClient.connected(front.port(), Sent.connectPersistent5(device))) {
                for (String number : taken) {
                    MqttPublishMessage command = (MqttPublishMessage) back.expect(MqttMessageType.PUBLISH);
                    assertEquals(number + LARGE, command.payload().toString(StandardCharsets.UTF_8));
                    command.release();
                    back.send(Sent.pubAck(command.variableHeader().packetId()));
                }
                assertThatThereIsRoomAgain(sender);
            }
        }
        assertTrue(front.isLive());
    }

    @Test
    void closesAnOlderClientThatFloods() throws Exception {
        leaveAway();
        try (RawClient sender = RawClient.connected(front.port(), MQTT_3_1_1)) {
            for (int i = 1; i <= 2 * FIT; i++) {
                sender.send(Sent.publish(1, i, topic, LARGE));
            }
            assertTrue(sender.isClosedSoon());
        }
        assertTrue(front.isLive());
    }

    @Test
    void hasRoomAgainWhenTheSessionEndsWithItsQueue() throws Exception {
        leaveAway();
        try (RawClient sender = RawClient.connected(front.port(), MQTT_5)) {
            flood(sender, 2 * FIT);
            RawClient.connected(front.port(), Sent.connect(MqttVersion.MQTT_5, device, true))
                    .close();
            assertThatThereIsRoomAgain(sender);
        }
    }

    @Test
    void countsWhatIsInFlightToAConnectionThatBreaks() throws Exception {
        try (RawClient sender = RawClient.connected(front.port(), MQTT_5)) {
            RawClient client = subscribed();
            List<String> taken = flood(sender, 2 * FIT);
            client.close();
            assertEquals(FIT, taken.size(), "unacknowledged is held");
            assertEquals(0x97, reason(sender, Sent.publish(1, 1, topic, LARGE)), "its session has them still");

            RawClient.connected(front.port(), Sent.connect(MqttVersion.MQTT_5, device, true))
                    .close();
            assertThatThereIsRoomAgain(sender);
        }
    }

    @Test
    void isDoneAtOnceWithWhatNobodyWaitsFor() throws Exception {
        try (RawClient sender = RawClient.connected(front.port(), MQTT_5)) {
            for (int i = 1; i <= 2 * FIT; i++) {
                sender.send(Sent.publish(0, -1, topic, LARGE));
                assertEquals(0, reason(sender, Sent.publish(1, i, topic, LARGE)));
            }
        }
    }

    @Test
    void isDoneWithQos0OnceItIsWritten() throws Exception {
        try (RawClient listener = subscribed();
                RawClient sender = RawClient.connected(front.port(), MQTT_5)) {
            for (int i = 1; i <= 2 * FIT; i++) {
                sender.send(Sent.publish(0, -1, topic, LARGE));
            }
            ((MqttPublishMessage) listener.expect(MqttMessageType.PUBLISH)).release();
            assertThatThereIsRoomAgain(sender);
        }
    }

    @Test
    void boundsAndEndsWhatIsRetained() throws Exception {
        try (RawClient sender = RawClient.connected(front.port(), MQTT_5)) {
            int taken = 0;
            while (taken < 4 * FIT && reason(sender, retained(topic + "/" + taken, LARGE)) == 0) {
                taken++;
            }
            assertEquals(FIT - 1, taken, "one more would fit only while it need not be handed on, too");
            assertEquals(0, reason(sender, retained(topic + "/0", "")));
            assertThatThereIsRoomAgain(sender);

            try (RawClient late = RawClient.connected(front.port(), MQTT_5)) {
                late.send(Sent.subscribe(1, topic + "/+"));
                late.expect(MqttMessageType.SUBACK);
                Set<String> kept = new HashSet<>();
                for (int i = 1; i < taken; i++) {
                    MqttPublishMessage command = (MqttPublishMessage) late.expect(MqttMessageType.PUBLISH);
                    kept.add(command.variableHeader().topicName());
                    command.release();
                }
                assertEquals(Set.of(topic + "/1", topic + "/2", topic + "/3"), kept);
            }
        }
    }

    /** Moquette queues them again at each subscription. */
    @Test
    void areBroughtAgainOnlyToWhoAnswers() throws Exception {
        int retained = FIT - 1;
        try (RawClient client = RawClient.connected(front.port(), MQTT_5)) {
            for (int i = 0; i < retained; i++) {
                assertEquals(0, reason(client, retained(topic + "/" + i, LARGE)));
            }
            List<Integer> unanswered = new ArrayList<>();
            int granted = 0;
            for (int i = 1; i <= 10; i++) {
                client.send(Sent.subscribe(i, topic + "/+"));
                granted += subAck(client, unanswered) == 1 ? 1 : 0;
            }
            assertEquals(5, granted, "5 times 4 of 200 KiB are within 4 MiB");

            await().untilAsserted(() -> {
                unanswered.forEach(packetId -> client.send(Sent.pubAck(packetId)));
                unanswered.clear();
                client.send(Sent.subscribe(11, topic + "/+"));
                assertEquals(1, subAck(client, unanswered));
            });
        }
        assertTrue(front.isLive());
    }

    private static int subAck(RawClient client, List<Integer> unanswered) throws Exception {
        while (true) {
            MqttMessage packet = client.next(Duration.ofSeconds(60));
            if (packet instanceof MqttSubAckMessage subAck) {
                return subAck.payload().reasonCodes().get(0);
            }
            MqttPublishMessage command = (MqttPublishMessage) Objects.requireNonNull(packet);
            command.release();
            unanswered.add(command.variableHeader().packetId());
        }
    }

    private static MqttPublishMessage retained(String topic, String payload) {
        return Sent.retained(1, 7, topic, payload, MqttProperties.NO_PROPERTIES);
    }
}
