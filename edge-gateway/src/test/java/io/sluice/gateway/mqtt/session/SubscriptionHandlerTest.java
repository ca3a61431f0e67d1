package io.sluice.gateway.mqtt.session;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_5;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.sluice.gateway.mqtt.GateHarness;
import io.sluice.gateway.mqtt.GateHarness.Client;
import io.sluice.gateway.mqtt.Sent;
import io.sluice.gateway.mqtt.packet.PacketProperties;
import io.sluice.gateway.mqtt.topic.HeldFilters;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionHandlerTest {
    private final GateHarness harness = new GateHarness();

    @Test
    void putsTheBrokersGrantsAndOurRefusalsTogether() {
        Client client = harness.connected(MQTT_5);

        client.send(Sent.subscribe(3, "telemetry/#", "commands/a/b/#", "$share/g/x", "commands/a/c/#", "a/#/b"));

        MqttSubscribeMessage forwarded = (MqttSubscribeMessage) client.broker.received.get(0);
        assertEquals(
                List.of("commands/a/b/#", "commands/a/c/#"),
                forwarded.payload().topicSubscriptions().stream()
                        .map(MqttTopicSubscription::topicFilter)
                        .toList());
        client.channel.writeOutbound(MqttMessageBuilders.subAck()
                .packetId(3)
                .addGrantedQoses(MqttQoS.AT_LEAST_ONCE, MqttQoS.AT_MOST_ONCE)
                .build());
        assertEquals(List.of(0x87, 1, 0x9E, 0, 0x8F), codes(client));
    }

    /** A packet has room for tens of thousands. */
    @Test
    void holdsNoMoreFiltersThanAreAllowedUntilOneIsLeft() {
        Client client = harness.connected(MQTT_5);
        String[] filters = IntStream.rangeClosed(0, HeldFilters.MAXIMUM)
                .mapToObj(i -> "commands/a/b/" + i)
                .toArray(String[]::new);

        client.send(Sent.subscribe(3, filters));
        MqttSubscribeMessage forwarded = (MqttSubscribeMessage) client.broker.received.get(0);
        assertEquals(
                HeldFilters.MAXIMUM, forwarded.payload().topicSubscriptions().size());

        client.send(Sent.subscribe(4, "commands/a/b/0", "commands/a/b/more"));
        assertEquals(
                List.of("commands/a/b/0"),
                ((MqttSubscribeMessage) client.broker.received.get(1))
                        .payload().topicSubscriptions().stream()
                                .map(MqttTopicSubscription::topicFilter)
                                .toList(),
                "one that is held already takes no room");
        client.channel.writeOutbound(MqttMessageBuilders.subAck()
                .packetId(4)
                .addGrantedQoses(MqttQoS.AT_MOST_ONCE)
                .build());
        assertEquals(List.of(0, 0x97), codes(client));

        client.send(MqttMessageBuilders.unsubscribe()
                .messageId(5)
                .addTopicFilter("commands/a/b/0")
                .build());
        client.send(Sent.subscribe(6, "commands/a/b/more"));
        assertEquals(4, client.broker.received.size());
    }

    /** Else a client that comes and goes would gather as many as it likes. */
    @ParameterizedTest(name = "the broker has its session: {0}")
    @ValueSource(booleans = {true, false})
    void holdsThemOverTheConnectionsOfASessionThatIsKept(boolean sessionPresent) {
        Client client = harness.connected(Sent.connectPersistent5("keeper"));
        client.send(Sent.subscribe(
                3,
                IntStream.range(0, HeldFilters.MAXIMUM)
                        .mapToObj(i -> "commands/a/b/" + i)
                        .toArray(String[]::new)));
        assertEquals(1, client.broker.received.size());
        client.channel.close();
        client.run();

        Client back = harness.open();
        back.broker.sessionPresent = sessionPresent;
        back.send(Sent.connectPersistent5("keeper"));
        back.next();
        back.send(Sent.subscribe(4, "commands/a/b/more"));

        if (sessionPresent) {
            assertEquals(List.of(0x97), codes(back));
        }
        assertEquals(
                sessionPresent ? 1 : 2, back.broker.received.size(), "CONNECT, and what was asked for if it may be");
    }

    @Test
    void givesTheirRoomBackWithASessionThatEnds() {
        Client client = harness.connected(MQTT_5);
        client.send(Sent.subscribe(3, "commands/a/b/#"));
        assertTrue(harness.sessions.kept().takenFilterBytes() > 0);

        client.channel.close();
        client.run();
        assertEquals(0, harness.sessions.kept().takenFilterBytes());
    }

    /** Each subscription brings what is retained once more, and Moquette queues that without bound. */
    @Test
    void bringsRetainedCommandsOnceMoreOnlyWhereThoseBeforeAreAnswered() {
        Client client = harness.connected(MQTT_3_1_1);
        retain("commands/a/b/config", 500_000);
        retain("commands/a/c/config", 200_000);
        for (int i = 1; i <= 8; i++) {
            client.send(Sent.subscribe(i, "commands/a/b/#"));
            assertEquals(i, client.broker.received.size(), "4 MB are within 4 MiB");
        }
        client.channel.writeOutbound(command(7), command(8));
        client.next();
        client.next();
        client.send(Sent.subscribe(10, "commands/a/b/#"));
        assertEquals(List.of(0x80), codes(client));
        client.send(Sent.subscribe(11, "commands/a/x/#"));
        assertEquals(9, client.broker.received.size(), "a device without retained commands brings none");
        client.send(subscribeAtMostOnce(12, "commands/a/b/#"));
        assertEquals(10, client.broker.received.size(), "what comes at most once is not queued");

        client.send(Sent.pubAck(7), Sent.pubAck(8));
        client.send(Sent.subscribe(13, "commands/a/b/#"));
        assertEquals(List.of(0x80), codes(client), "the broker may be about to send the next");
        harness.nowNanos += Duration.ofMillis(250).toNanos();
        client.channel.writeOutbound(command(9));
        client.next();
        harness.nowNanos += Duration.ofMillis(250).toNanos();
        client.send(Sent.subscribe(14, "commands/a/b/#"));
        assertEquals(List.of(0x80), codes(client), "one is unanswered");
        client.send(Sent.pubAck(9));
        harness.nowNanos += Duration.ofMillis(250).toNanos();
        int before = client.broker.received.size();
        client.send(Sent.subscribe(15, "commands/+/#", "commands/a/b/#", "commands/a/b/#"));
        MqttSubscribeMessage all = (MqttSubscribeMessage) client.broker.received.get(before);
        assertEquals(3, all.payload().topicSubscriptions().size(), "all has brought 0.7 MB, and its device 0.5 twice");
    }

    private void retain(String topic, int bytes) {
        Client operator = harness.connected(Sent.connect(MQTT_3_1_1, "operator of " + topic, true));
        operator.send(new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, false, MqttQoS.AT_LEAST_ONCE, true, 0),
                new MqttPublishVariableHeader(topic, 1, MqttProperties.NO_PROPERTIES),
                Unpooled.wrappedBuffer(new byte[bytes])));
        harness.commands.forEach(command -> command.payload().release());
        harness.commands.clear();
    }

    private static MqttPublishMessage command(int packetId) {
        return Sent.publish(1, packetId, "commands/a/b/config", "");
    }

    private static MqttSubscribeMessage subscribeAtMostOnce(int packetId, String filter) {
        return MqttMessageBuilders.subscribe()
                .messageId(packetId)
                .addSubscription(MqttQoS.AT_MOST_ONCE, filter)
                .build();
    }

    @Test
    void whoHasNothingToBeSentHasNoResenderUntilItSubscribes() {
        Client client = harness.connected(MQTT_3_1_1);
        assertFalse(Resender.isIn(client.channel.pipeline()));

        client.send(Sent.subscribe(3, "$share/g/x"));
        assertFalse(Resender.isIn(client.channel.pipeline()));

        client.send(Sent.subscribe(4, "commands/a/b/#"));
        assertTrue(Resender.isIn(client.channel.pipeline()));
        client.send(Sent.subscribe(5, "commands/a/c/#"));
    }

    @Test
    void aSessionThatWasThereMayHaveSubscribedBefore() {
        Client client = harness.open();
        client.broker.sessionPresent = true;
        client.send(Sent.connect(MQTT_3_1_1, "client-1", false));
        client.next();
        assertTrue(Resender.isIn(client.channel.pipeline()));
    }

    @Test
    void answersItselfWhenNothingMayBeGranted() {
        Client client = harness.connected(MQTT_3_1_1);

        client.send(Sent.subscribe(3, "$share/", "$share", "telemetry/#"));

        assertEquals(List.of(0x80, 0x80, 0x80), codes(client));
        assertTrue(client.broker.received.isEmpty());
        assertTrue(client.isOpen());
    }

    @Test
    void refusesWhatTheBrokerCannotDo() {
        Client client = harness.connected(MQTT_5);

        client.send(MqttMessageBuilders.subscribe()
                .messageId(3)
                .addSubscription(
                        "commands/a/b/#",
                        new MqttSubscriptionOption(
                                MqttQoS.AT_LEAST_ONCE,
                                true,
                                false,
                                MqttSubscriptionOption.RetainedHandlingPolicy.SEND_AT_SUBSCRIBE))
                .build());
        assertEquals(List.of(0x83), codes(client));

        client.send(MqttMessageBuilders.subscribe()
                .messageId(4)
                .properties(Sent.number(MqttPropertyType.SUBSCRIPTION_IDENTIFIER, 1))
                .addSubscription(MqttQoS.AT_LEAST_ONCE, "commands/a/b/#")
                .build());
        assertEquals("DISCONNECT 0xA1", client.answer());
        assertFalse(client.isOpen());
    }

    @Test
    void givesUnsubAckItsReasons() {
        Client client = harness.connected(MQTT_5);
        client.send(Sent.subscribe(4, "commands/a/b/#"));

        client.send(MqttMessageBuilders.unsubscribe()
                .messageId(5)
                .addTopicFilter("commands/a/b/#")
                .addTopicFilter("a/#/b")
                .addTopicFilter("telemetry/#")
                .addTopicFilter("commands/a/never/#")
                .build());

        MqttUnsubscribeMessage forwarded = (MqttUnsubscribeMessage) client.broker.received.get(1);
        assertEquals(
                List.of("commands/a/b/#", "commands/a/never/#"),
                forwarded.payload().topics());
        client.channel.writeOutbound(new MqttUnsubAckMessage(
                new MqttFixedHeader(MqttMessageType.UNSUBACK, false, MqttQoS.AT_MOST_ONCE, false, 0),
                MqttMessageIdVariableHeader.from(5)));
        MqttUnsubAckMessage answer = (MqttUnsubAckMessage) client.next();
        assertEquals(
                List.of((short) 0, (short) 0x8F, (short) 0x11, (short) 0x11),
                answer.payload().unsubscribeReasonCodes());
    }

    @Test
    void tellsAnMqtt5ClientWhyEachKindOfFilterIsRefused() {
        Client client = harness.connected(MQTT_5);

        client.send(Sent.subscribe(3, "telemetry/#", "telemetry/+/+", "commands/a/b/#", "$share/g/x", "status"));
        client.channel.writeOutbound(MqttMessageBuilders.subAck()
                .packetId(3)
                .addGrantedQos(MqttQoS.AT_LEAST_ONCE)
                .build());

        assertEquals(
                "shared subscriptions are not offered; readings are not for subscribers, mqtt.local-readings is off;"
                        + " only commands and readings are for subscribers, mqtt.local-topics is off",
                why((MqttSubAckMessage) client.next()));
    }

    @Test
    void tellsAnMqtt5ClientWhyAFilterCannotBeUnsubscribed() {
        Client client = harness.connected(MQTT_5);

        client.send(MqttMessageBuilders.unsubscribe()
                .messageId(5)
                .addTopicFilter("a/#/b")
                .build());

        assertEquals(
                "a filter must have 1 to 1024 characters and at most 32 levels, + and # alone in theirs, # in the last",
                why((MqttUnsubAckMessage) client.next()));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"REQUEST_PROBLEM_INFORMATION, 0", "MAXIMUM_PACKET_SIZE, 56"})
    void doesNotTellWhoDoesNotWantItOrWouldNotTakeIt(MqttPropertyType property, int value) {
        Client client = harness.connected(MqttMessageBuilders.connect()
                .protocolVersion(MQTT_5)
                .clientId("client-1")
                .cleanSession(true)
                .properties(Sent.number(property, value))
                .build());

        client.send(Sent.subscribe(3, "$share/g/x", "$share/g/y", "$share/g/z"));

        MqttSubAckMessage answer = (MqttSubAckMessage) client.next();
        assertEquals(List.of(0x9E, 0x9E, 0x9E), answer.payload().reasonCodes());
        assertNull(why(answer));
    }

    private static @Nullable String why(MqttMessage answer) {
        MqttMessageIdAndPropertiesVariableHeader header =
                (MqttMessageIdAndPropertiesVariableHeader) answer.variableHeader();
        return PacketProperties.text(header.properties(), MqttPropertyType.REASON_STRING);
    }

    private static List<Integer> codes(Client client) {
        return ((MqttSubAckMessage) client.next()).payload().reasonCodes();
    }
}
