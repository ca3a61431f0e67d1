package io.sluice.gateway.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.netty.handler.codec.mqtt.MqttReasonCodes.SubAck;
import io.sluice.gateway.mqtt.TopicRules.Owner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicRulesTest {
    private final TopicRules closed = new TopicRules(false, false);
    private final TopicRules open = new TopicRules(true, true);

    @ParameterizedTest(name = "{0}: {1}, with local topics {2}")
    @CsvSource({
        "telemetry/plant-1/pump-7, GATE, GATE",
        "telemetry/, GATE, GATE",
        "telemetry/+/#, GATE, GATE",
        "telemetry, FOREIGN, BROKER",
        "commands/plant-1/pump-7/start, BROKER, BROKER",
        "commands/plant-1/pump-7, BROKER, BROKER",
        "commands/plant-1, INVALID, INVALID",
        "commands/plant 1/pump-7/start, INVALID, INVALID",
        "v1/devices/me/telemetry, GATE, GATE",
        "v1/devices/me/attributes, FOREIGN, BROKER",
        "status/pump-7, FOREIGN, BROKER",
        "$SYS/broker, FOREIGN, FOREIGN",
        "spBv1.0/group/DDATA/node, FOREIGN, BROKER",
    })
    void knowsWhoseATopicIs(String topic, Owner owner, Owner withLocalTopics) {
        assertEquals(owner, closed.ownerOf(topic));
        assertEquals(withLocalTopics, open.ownerOf(topic));
    }

    @Test
    void boundsLengthAndDepthOfWhatTheBrokerSees() {
        assertEquals(Owner.BROKER, open.ownerOf("/".repeat(TopicRules.MAX_LEVELS - 1)));
        assertEquals(Owner.INVALID, open.ownerOf("/".repeat(TopicRules.MAX_LEVELS)));
        assertEquals(Owner.INVALID, open.ownerOf("x".repeat(TopicRules.MAX_LENGTH + 1)));
        assertEquals(SubAck.TOPIC_FILTER_INVALID, open.refusalOf("+/".repeat(TopicRules.MAX_LEVELS) + "#"));
    }

    @ParameterizedTest(name = "{0}: {1}, with local readings and topics {2}")
    @CsvSource(
            nullValues = "granted",
            value = {
                "commands/plant-1/pump-7/#, granted, granted",
                "commands/#, granted, granted",
                "telemetry/#, NOT_AUTHORIZED, granted",
                "telemetry/+/pump-7, NOT_AUTHORIZED, granted",
                "#, NOT_AUTHORIZED, granted",
                "+/plant-1/#, NOT_AUTHORIZED, granted",
                "status/#, NOT_AUTHORIZED, granted",
                "$SYS/#, NOT_AUTHORIZED, NOT_AUTHORIZED",
                "$share/group/telemetry/#, SHARED_SUBSCRIPTIONS_NOT_SUPPORTED, SHARED_SUBSCRIPTIONS_NOT_SUPPORTED",
                "$share, SHARED_SUBSCRIPTIONS_NOT_SUPPORTED, SHARED_SUBSCRIPTIONS_NOT_SUPPORTED",
                "commands/#/x, TOPIC_FILTER_INVALID, TOPIC_FILTER_INVALID",
                "commands/a+, TOPIC_FILTER_INVALID, TOPIC_FILTER_INVALID",
                "'', TOPIC_FILTER_INVALID, TOPIC_FILTER_INVALID",
            })
    void knowsWhatMayBeSubscribedTo(String filter, SubAck refusal, SubAck withLocal) {
        assertEquals(refusal, closed.refusalOf(filter));
        assertEquals(withLocal, open.refusalOf(filter));
    }

    @Test
    void letsReadingsBeFollowedWithoutOtherTopics() {
        TopicRules readings = new TopicRules(true, false);

        assertNull(readings.refusalOf("telemetry/#"));
        assertEquals(SubAck.NOT_AUTHORIZED, readings.refusalOf("#"));
    }
}
