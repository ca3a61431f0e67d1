package io.sluice.gateway.mqtt.session;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_5;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
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
import io.sluice.gateway.mqtt.StalledBroker;
import io.sluice.gateway.mqtt.packet.Packets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client has not answered, when it is back, on Moquette itself. */
class RedeliveryTest {
    private static final FrontFixture front = new FrontFixture(false);

    /** Moquette sends again what is not answered for five seconds. */
    private static final Duration PAST_A_RESEND = Duration.ofSeconds(11);

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

    private RawClient subscribed(MqttVersion version, MqttQoS qos) throws Exception {
        RawClient client = RawClient.connected(front.port(), connect(version));
        client.send(MqttMessageBuilders.subscribe()
                .messageId(1)
                .addSubscription(qos, topic)
                .build());
        client.expect(MqttMessageType.SUBACK);
        return client;
    }

    private void command(int qos, int first, int last) throws Exception {
        try (RawClient sender = RawClient.connected(front.port(), MQTT_5)) {
            for (int i = first; i <= last; i++) {
                sender.send(Sent.publish(qos, i, topic, Integer.toString(i)));
                if (qos == 1) {
                    sender.expect(MqttMessageType.PUBACK);
                } else {
                    sender.expect(MqttMessageType.PUBREC);
                    sender.send(Sent.pubRel(i));
                    sender.expect(MqttMessageType.PUBCOMP);
                }
            }
        }
    }

    private static List<String> taken(RawClient client, int count) throws Exception {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(text(client.expect(MqttMessageType.PUBLISH)));
        }
        return taken;
    }

    private static String text(MqttMessage packet) {
        MqttPublishMessage publish = (MqttPublishMessage) packet;
        String payload = publish.payload().toString(StandardCharsets.UTF_8);
        publish.release();
        return (publish.fixedHeader().isDup() ? "again " : "") + payload;
    }

    @ParameterizedTest
    @EnumSource(
            value = MqttVersion.class,
            names = {"MQTT_3_1_1", "MQTT_5"})
    void comesBeforeWhatCameSince(MqttVersion version) throws Exception {
        RawClient first = subscribed(version, MqttQoS.AT_LEAST_ONCE);
        command(1, 1, 3);
        assertEquals(List.of("1", "2", "3"), taken(first, 3));
        first.reset();
        command(1, 4, 6);

        try (RawClient back = RawClient.connected(front.port(), connect(version))) {
            assertEquals(List.of("again 1", "again 2", "again 3", "4", "5", "6"), taken(back, 6));
        }
    }

    /** Of more than a socket takes at once Moquette sends no more until the next five seconds are over. */
    @Test
    void isAllHoweverLarge() throws Exception {
        RawClient first = subscribed(MQTT_3_1_1, MqttQoS.AT_LEAST_ONCE);
        try (RawClient sender = RawClient.connected(front.port(), MQTT_5)) {
            for (int i = 1; i <= 4; i++) {
                sender.send(Sent.publish(1, i, topic, i + "x".repeat(200 << 10)));
                sender.expect(MqttMessageType.PUBACK);
            }
        }
        taken(first, 4);
        first.reset();
        command(1, 5, 5);

        try (RawClient back = RawClient.connected(front.port(), connect(MQTT_3_1_1))) {
            assertEquals(
                    List.of("again 1", "again 2", "again 3", "again 4", "5"),
                    taken(back, 5).stream()
                            .map(command -> command.replace("x", ""))
                            .toList());
        }
    }

    @Test
    void isNotWhatWasAnswered() throws Exception {
        RawClient first = subscribed(MQTT_3_1_1, MqttQoS.AT_LEAST_ONCE);
        command(1, 1, 3);
        List<MqttMessage> sent = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sent.add(first.expect(MqttMessageType.PUBLISH));
        }
        first.send(Sent.pubAck(packetId(sent.get(1))));
        first.send(MqttMessage.PINGREQ);
        first.expect(MqttMessageType.PINGRESP);
        assertEquals(
                List.of("1", "2", "3"), sent.stream().map(RedeliveryTest::text).toList());

        try (RawClient heir = RawClient.connected(front.port(), connect(MQTT_3_1_1))) { // takes the session over
            assertEquals(List.of("again 1", "again 3"), taken(heir, 2));
        }
    }

    private static int packetId(MqttMessage packet) {
        return ((MqttPublishMessage) packet).variableHeader().packetId();
    }

    @ParameterizedTest
    @EnumSource(
            value = MqttVersion.class,
            names = {"MQTT_3_1_1", "MQTT_5"})
    void goesOnWhereAnExchangeHasStopped(MqttVersion version) throws Exception {
        RawClient first = subscribed(version, MqttQoS.EXACTLY_ONCE);
        command(2, 1, 2);
        MqttPublishMessage one = (MqttPublishMessage) first.expect(MqttMessageType.PUBLISH);
        int packetId = one.variableHeader().packetId();
        assertEquals("1", text(one));
        assertEquals("2", text(first.expect(MqttMessageType.PUBLISH)));
        first.send(Packets.pubRec(packetId, (byte) 0, MqttProperties.NO_PROPERTIES));
        assertEquals(packetId, first.expectId(MqttMessageType.PUBREL));
        first.reset();
        command(2, 3, 3);

        try (RawClient back = RawClient.connected(front.port(), connect(version))) {
            assertEquals(packetId, back.expectId(MqttMessageType.PUBREL));
            back.send(Packets.pubComp(packetId, (byte) 0));
            assertEquals(List.of("again 2", "3"), taken(back, 2));
            back.send(Sent.disconnect(MqttProperties.NO_PROPERTIES));
            assertTrue(back.isClosedSoon());
        }
        try (RawClient later = RawClient.connected(front.port(), connect(version))) {
            assertEquals(List.of("again 2", "again 3"), taken(later, 2), "an exchange that is over is over");
        }
    }

    @Test
    void keepsToTheReceiveMaximum() throws Exception {
        RawClient first = subscribed(MQTT_5, MqttQoS.AT_LEAST_ONCE);
        command(1, 1, 3);
        taken(first, 3);
        first.reset();

        MqttConnectMessage narrow = connect(MQTT_5);
        narrow.variableHeader().properties().add(new IntegerProperty(MqttPropertyType.RECEIVE_MAXIMUM.value(), 1));
        try (RawClient back = RawClient.connected(front.port(), narrow)) {
            for (int i = 1; i <= 3; i++) {
                MqttPublishMessage next = (MqttPublishMessage) back.expect(MqttMessageType.PUBLISH);
                back.send(Sent.pubAck(next.variableHeader().packetId()));
                assertEquals("again " + i, text(next));
            }
        }
    }

    @Test
    void isOnlyOfTheSameSession() throws Exception {
        RawClient first = subscribed(MQTT_3_1_1, MqttQoS.AT_LEAST_ONCE);
        command(1, 1, 2);
        taken(first, 2);
        first.reset();
        RawClient.connected(front.port(), Sent.connect(MQTT_3_1_1, device, true))
                .close();

        try (RawClient anew = subscribed(MQTT_3_1_1, MqttQoS.AT_LEAST_ONCE)) {
            command(1, 3, 3);
            assertEquals(List.of("3"), taken(anew, 1));
        }
    }

    /** As if the window had never seen it, since Moquette had dropped it on a channel that took no more. */
    @Test
    void comesAfterFiveSecondsWhereTheBrokerHadToDropIt() throws Exception {
        try (RawClient client = subscribed(MQTT_3_1_1, MqttQoS.AT_LEAST_ONCE)) {
            Channel channel = StalledBroker.admission(front).connections().stream()
                    .filter(each -> client.localAddress().equals(each.remoteAddress()))
                    .findFirst()
                    .orElseThrow();
            channel.pipeline().remove(OutboundWindow.NAME);
            command(1, 1, 1);
            assertEquals(List.of("1"), taken(client, 1));

            MqttMessage packet = client.next(PAST_A_RESEND);
            assertNotNull(packet, "it was not sent again");
            assertEquals("again 1", text(packet));
        }
    }

    /** Each would cost one of the ten places that Moquette has for what is not answered. */
    @Test
    void isNoneOfWhatIsAnsweredTwice() throws Exception {
        try (RawClient client = subscribed(MQTT_3_1_1, MqttQoS.EXACTLY_ONCE)) {
            for (int i = 1; i <= 12; i++) {
                command(2, i, i);
                MqttPublishMessage publish = (MqttPublishMessage) client.expect(MqttMessageType.PUBLISH);
                int packetId = publish.variableHeader().packetId();
                assertEquals(Integer.toString(i), text(publish));
                client.send(Packets.pubRec(packetId, (byte) 0, MqttProperties.NO_PROPERTIES));
                client.send(Packets.pubRec(packetId, (byte) 0, MqttProperties.NO_PROPERTIES));
                assertEquals(packetId, client.expectId(MqttMessageType.PUBREL));
                client.send(Packets.pubComp(packetId, (byte) 0));
            }
        }
    }
}
