package io.sluice.gateway.mqtt.gate;

import static io.sluice.gateway.mqtt.Sent.TOPIC;
import static io.sluice.gateway.mqtt.Sent.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.sluice.gateway.mqtt.BrokerDouble;
import io.sluice.gateway.mqtt.FakeDurableLog;
import io.sluice.gateway.mqtt.GateHarness;
import io.sluice.gateway.mqtt.GateHarness.Client;
import io.sluice.gateway.mqtt.Sent;
import io.sluice.gateway.mqtt.packet.PacketProperties;
import io.sluice.gateway.mqtt.packet.Protocol;
import io.sluice.gateway.mqtt.topic.TopicRules;
import io.sluice.gateway.spool.SpoolEntry;
import io.sluice.model.payload.rejection.RejectReason;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DurableGateTest {
    private final GateHarness harness = new GateHarness();
    private final FakeDurableLog log = harness.log;

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void acknowledgesQos1OnlyWhenDurable(MqttVersion version) {
        Client client = harness.connected(version);

        client.send(Sent.publish(1, 7, TOPIC, json(21)));

        assertEquals("nothing", client.answer());
        log.commit();
        assertEquals("PUBACK 7 0x00", client.answer());
        assertEquals(21, log.messages().get(0).number(0));
        assertTrue(client.broker.received.isEmpty(), "the broker must not see telemetry");
        client.end();
    }

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void carriesQos2ThroughItsFourPackets(MqttVersion version) {
        Client client = harness.connected(version);

        client.send(Sent.publish(2, 7, TOPIC, json(21)));
        assertEquals("nothing", client.answer());
        log.commit();
        assertEquals("PUBREC 7 0x00", client.answer());
        client.send(Sent.pubRel(7));

        assertEquals("PUBCOMP 7 0x00", client.answer());
        assertEquals(1, log.taken().size());
        client.end();
    }

    @Test
    void storesQos0WithoutAnAnswerAndCountsItApart() {
        Client client = harness.connected(MqttVersion.MQTT_5);

        client.send(Sent.publish(0, -1, TOPIC, json(21)));
        log.commit();

        assertEquals("nothing", client.answer());
        assertEquals(1, log.messages().size());
        assertEquals(1, harness.count("0", "accepted"));
        assertEquals(0, harness.count("1", "accepted"));
        client.end();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "telemetry/plant-1/pump-7 | {                                  | 0x99 | NOT_PARSABLE",
                "telemetry/plant-1/pump-7 | {\"t\":NaN}                        | 0x99 | NOT_FINITE",
                "telemetry/plant-1/pump-7 | {}                                 | 0x99 | NO_VALUES",
                "telemetry/plant-1/pump-7 | {\"ts\":1,\"values\":{\"t\":1}}    | 0x83 | TS_OUT_OF_BOUNDS",
                "telemetry/plant 1/pump-7 | {\"t\":1}                          | 0x90 | TOPIC_INVALID",
                "commands/pump-7          | stop                               | 0x90 | TOPIC_INVALID",
                "status/pump-7            | {\"t\":1}                          | 0x87 | NOT_AUTHORIZED",
            })
    void saysWhyItRefusesOnceTheDeadLetterIsDurable(String topic, String payload, String code, RejectReason reason) {
        Client client = harness.connected(MqttVersion.MQTT_5);

        client.send(Sent.publish(1, 7, topic, payload));

        assertEquals("nothing", client.answer());
        log.commit();
        assertEquals("PUBACK 7 " + code, client.answer());
        SpoolEntry.Rejected entry = (SpoolEntry.Rejected) log.taken().get(0);
        assertEquals(reason, entry.rejection().reason());
        assertEquals(topic, entry.topic());
        assertEquals(1, harness.count("1", "rejected"));
        client.end();
    }

    @Test
    void endsTheExchangeOfARefusedQos2OfMqtt5WithPubRec() {
        Client client = harness.connected(MqttVersion.MQTT_5);

        client.send(Sent.publish(2, 7, TOPIC, "{"));
        log.commit();
        assertEquals("PUBREC 7 0x99", client.answer());
        client.send(Sent.publish(2, 7, TOPIC, "{"));

        assertEquals("nothing", client.answer());
        assertEquals(2, log.taken().size(), "the id is free, so this is another publish");
        log.commit();
        assertEquals("PUBREC 7 0x99", client.answer());
        client.end();
    }

    @Test
    void letsAnswersLeaveInOrderOfReceiptRejectionsIncluded() {
        Client client = harness.connected(MqttVersion.MQTT_5);

        client.send(
                Sent.publish(1, 1, TOPIC, json(1)),
                Sent.publish(1, 2, "not/ours", json(2)),
                Sent.publish(2, 3, TOPIC, "{"),
                Sent.pubRel(99),
                Sent.publish(1, 4, TOPIC, json(4)));

        assertEquals("nothing", client.answer());
        log.commit();
        assertEquals("PUBACK 1 0x00", client.answer());
        assertEquals("PUBACK 2 0x87", client.answer());
        assertEquals("PUBREC 3 0x99", client.answer());
        assertEquals("PUBCOMP 99 0x92", client.answer());
        assertEquals("PUBACK 4 0x00", client.answer());
        client.end();
    }

    @Test
    void countsWhatIsDurableByItsQosAndItsReadings() {
        Client client = harness.connected(MqttVersion.MQTT_5);

        client.send(
                Sent.publish(0, -1, TOPIC, json(1)),
                Sent.publish(1, 1, TOPIC, "{\"a\":1,\"b\":2}"),
                Sent.publish(1, 2, TOPIC, json(3)),
                Sent.publish(2, 3, TOPIC, json(4)),
                Sent.publish(2, 4, TOPIC, "{"));
        assertEquals(0, harness.count("1", "accepted"), "not before it is durable");
        log.commit();
        client.run();

        assertEquals(1, harness.count("0", "accepted"));
        assertEquals(2, harness.count("1", "accepted"));
        assertEquals(1, harness.count("2", "accepted"));
        assertEquals(1, harness.count("2", "rejected"));
        assertEquals(5, harness.meters.get("sluice.gateway.readings").counter().count());
        client.end();
    }

    @Test
    void closesAnMqtt5ClientThatExceedsTheReceiveMaximum() {
        Client client = harness.connected(MqttVersion.MQTT_5);

        for (int i = 1; i <= Protocol.RECEIVE_MAXIMUM; i++) {
            client.send(Sent.publish(1, i, TOPIC, json(i)));
        }
        assertTrue(client.isOpen());
        client.send(Sent.publish(1, 999, TOPIC, json(0)));

        assertEquals("DISCONNECT 0x93", client.answer());
        assertFalse(client.isOpen());
        client.end();
    }

    @Test
    void resolvesTopicAliases() {
        Client client = harness.connected(MqttVersion.MQTT_5);
        MqttProperties alias = Sent.number(MqttPropertyType.TOPIC_ALIAS, 16);

        client.send(Sent.publish(1, 1, TOPIC, json(1), false, alias), Sent.publish(1, 2, "", json(2), false, alias));

        assertEquals("pump-7", log.messages().get(1).device().device());
        client.end();
    }

    @Test
    void keepsNoAliasOfATopicThatIsTooLong() {
        Client client = harness.connected(MqttVersion.MQTT_5);
        MqttProperties alias = Sent.number(MqttPropertyType.TOPIC_ALIAS, 16);
        String topic = TOPIC + "/" + "x".repeat(TopicRules.MAX_LENGTH);

        client.send(Sent.publish(1, 1, topic, json(1), false, alias), Sent.publish(1, 2, "", json(2), false, alias));
        log.commit();

        assertEquals("PUBACK 1 0x90", client.answer());
        assertEquals("PUBACK 2 0x90", client.answer());
        client.end();
    }

    @ParameterizedTest(name = "alias {0} of topic \"{1}\": {2}")
    @CsvSource({"0, telemetry/a/b, 0x94", "17, telemetry/a/b, 0x94", "5, '', 0x82"})
    void closesOnABadTopicAlias(int alias, String topic, String reason) {
        Client client = harness.connected(MqttVersion.MQTT_5);

        client.send(Sent.publish(1, 1, topic, json(1), false, Sent.number(MqttPropertyType.TOPIC_ALIAS, alias)));

        assertEquals("DISCONNECT " + reason, client.answer());
        assertFalse(client.isOpen());
        client.end();
    }

    @Test
    void closesAPubRelThatAnswersNothing() {
        Client client = harness.connected(MqttVersion.MQTT_5);

        client.send(Sent.publish(2, 7, TOPIC, json(21)), Sent.pubRel(7));

        assertEquals("DISCONNECT 0x82", client.answer());
        client.end();
    }

    @Test
    void handsCommandsToTheBrokerAndAnswersThemAtOnce() {
        Client client = harness.connected(MqttVersion.MQTT_5);

        client.send(Sent.dup(1, 5, "commands/plant-1/pump-7/start", "now"));

        BrokerDouble.Command command = harness.commands.get(0);
        assertEquals("commands/plant-1/pump-7/start", command.topic());
        assertEquals(MqttQoS.AT_LEAST_ONCE, command.qos());
        assertEquals("now", command.payload().toString(StandardCharsets.UTF_8));
        assertEquals("PUBACK 5 0x00", client.answer());
        assertTrue(client.broker.received.isEmpty(), "DUP kills one of Moquette's loops");
        assertEquals(0, log.taken().size());
        client.end();
    }

    @Test
    void carriesACommandOfQos2ThroughItsFourPacketsOnce() {
        Client client = harness.connected(MqttVersion.MQTT_3_1_1);

        client.send(
                Sent.publish(2, 5, "commands/plant-1/pump-7/start", "now"),
                Sent.dup(2, 5, "commands/plant-1/pump-7/start", "now"),
                Sent.pubRel(5),
                Sent.pubRel(5));

        assertEquals("PUBREC 5 0x00", client.answer());
        assertEquals("PUBREC 5 0x00", client.answer());
        assertEquals("PUBCOMP 5 0x00", client.answer());
        assertEquals("PUBCOMP 5 0x92", client.answer());
        assertEquals(1, harness.commands.size());
        client.end();
    }

    @Test
    void tellsAnMqtt5ClientThatADeviceMayHaveNoMoreCommandsWaiting() {
        Client client = harness.connected(MqttVersion.MQTT_5);
        client.send(Sent.publish(1, 1, "commands/plant-1/pump-7/start", "x".repeat(1 << 19)));
        assertEquals("PUBACK 1 0x00", client.answer());

        client.send(
                Sent.publish(1, 2, "commands/plant-1/pump-7/start", "x".repeat(1 << 19)),
                Sent.publish(2, 3, "commands/plant-1/pump-7/start", "x".repeat(1 << 19)),
                Sent.publish(0, -1, "commands/plant-1/pump-7/start", "x".repeat(1 << 19)),
                Sent.pubRel(3));

        MqttPubReplyMessageVariableHeader refusal =
                (MqttPubReplyMessageVariableHeader) client.next().variableHeader();
        assertEquals(0x97, Byte.toUnsignedInt(refusal.reasonCode()));
        assertEquals(
                "plant-1/pump-7 may have 1 MiB of commands waiting or retained, would have 1050682 bytes",
                PacketProperties.text(refusal.properties(), MqttPropertyType.REASON_STRING));
        assertEquals("PUBREC 3 0x97", client.answer());
        assertEquals("PUBCOMP 3 0x92", client.answer());
        assertEquals(1, harness.commands.size());
        assertEquals(1, harness.count("0", "commands-full"));
        assertEquals(1, harness.count("1", "commands-full"));
        assertTrue(client.isOpen());
        client.end();
    }

    @Test
    void closesAnOlderClientWhoseCommandIsOneTooMany() {
        Client client = harness.connected(MqttVersion.MQTT_3_1_1);
        client.send(Sent.publish(1, 1, "commands/plant-1/pump-7/start", "x".repeat(1 << 19)));
        assertEquals("PUBACK 1 0x00", client.answer());

        client.send(Sent.publish(0, -1, "commands/plant-1/pump-7/start", "x".repeat(1 << 19)));
        assertTrue(client.isOpen(), "it waits for no answer");
        client.send(Sent.publish(1, 2, "commands/plant-1/pump-7/start", "x".repeat(1 << 19)));

        assertFalse(client.isOpen());
        client.end();
    }

    @Test
    void tellsLocalSubscribersOnceAReadingIsDurable() {
        GateHarness open = new GateHarness(new TopicRules(true, false));
        Client client = open.connected(MqttVersion.MQTT_5);

        client.send(Sent.publish(1, 1, TOPIC, json(21)), Sent.publish(1, 2, TOPIC, "{"));
        assertTrue(open.localReadings.isEmpty());
        open.log.commit();
        client.run();

        assertEquals(1, open.localReadings.size());
        assertEquals(TOPIC, open.localReadings.get(0).topic());
        client.end();
    }
}
