package io.sluice.gateway.mqtt.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.netty.handler.codec.mqtt.MqttReasonCodes.SubAck;
import io.sluice.gateway.access.DevicePattern;
import io.sluice.gateway.access.Speaker;
import io.sluice.gateway.access.Speaker.Proof;
import io.sluice.gateway.mqtt.topic.TopicRules.Owner;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.Provenance;
import io.sluice.model.message.ReadingKind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicRulesTest {
    private final TopicRules closed = new TopicRules(false, false);
    private final TopicRules open = new TopicRules(true, true);

    @Test
    void takesNoTopicThatIsLongerThanAnyDevicesCouldBe() {
        String longest = "telemetry/plant-1/pump-7/" + "x".repeat(TopicRules.MAX_LENGTH - 25);

        assertEquals(Owner.GATE, closed.ownerOf(longest, null));
        assertEquals(Owner.INVALID, closed.ownerOf(longest + "x", null));
    }

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
        "v1/devices/me/telemetry, FOREIGN, FOREIGN",
        "v1/devices/me/attributes, FOREIGN, BROKER",
        "status/pump-7, FOREIGN, BROKER",
        "$SYS/broker, FOREIGN, FOREIGN",
        "spBv1.0/group/NDATA/node, GATE, GATE",
        "spBv1.0/group/DDEATH/node/device, GATE, GATE",
        "spBv1.0/group/DDATA/node, GATE, GATE",
        "spBv1.0/group/NCMD/node, BROKER, BROKER",
        "spBv1.0/group/DCMD/node/device, BROKER, BROKER",
        "spBv1.0/group/DCMD/node/+, GATE, GATE",
        "spBv1.0/STATE/host, FOREIGN, BROKER",
        "spBv1.0, FOREIGN, BROKER",
    })
    void knowsWhoseATopicIs(String topic, Owner owner, Owner withLocalTopics) {
        assertEquals(owner, closed.ownerOf(topic, null));
        assertEquals(withLocalTopics, open.ownerOf(topic, null));
    }

    @Test
    void givesThingsBoardsTopicToWhoIsOneDevice() {
        Speaker pump = speaker("plant-1/pump-7");

        assertEquals(Owner.GATE, closed.ownerOf("v1/devices/me/telemetry", pump));
        assertEquals(Owner.FOREIGN, closed.ownerOf("v1/devices/me/telemetry", speaker("plant-1/*")));
        List<DeviceMessage> messages = List.of(new DeviceMessage(
                DeviceId.of("plant-1", "pump-7"),
                "e",
                1,
                1,
                Provenance.DEVICE,
                new String[] {"t"},
                new ReadingKind[] {ReadingKind.NUMBER},
                new double[] {21.4},
                null));
        assertEquals("telemetry/plant-1/pump-7", TopicRules.localTopic("v1/devices/me/telemetry", messages));
    }

    private static Speaker speaker(String pattern) {
        return new Speaker(Proof.PASSWORD, "someone", List.of(DevicePattern.parse(pattern)), Optional.empty());
    }

    @Test
    void boundsLengthAndDepthOfWhatTheBrokerSees() {
        assertEquals(Owner.BROKER, open.ownerOf("/".repeat(TopicRules.MAX_LEVELS - 1), null));
        assertEquals(Owner.INVALID, open.ownerOf("/".repeat(TopicRules.MAX_LEVELS), null));
        assertEquals(Owner.INVALID, open.ownerOf("x".repeat(TopicRules.MAX_LENGTH + 1), null));
        assertEquals(FilterRefusal.MALFORMED, open.refusalOf("+/".repeat(TopicRules.MAX_LEVELS) + "#", null));
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
        assertEquals(refusal, code(closed.refusalOf(filter, null)));
        assertEquals(withLocal, code(open.refusalOf(filter, null)));
    }

    @Test
    void letsReadingsBeFollowedWithoutOtherTopics() {
        TopicRules readings = new TopicRules(true, false);

        assertNull(readings.refusalOf("telemetry/#", null));
        assertEquals(FilterRefusal.TOPICS_KEPT, readings.refusalOf("#", null));
    }

    private static @Nullable SubAck code(@Nullable FilterRefusal refusal) {
        return refusal == null ? null : refusal.code();
    }
}
