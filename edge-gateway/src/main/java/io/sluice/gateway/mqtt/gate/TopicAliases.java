package io.sluice.gateway.mqtt.gate;

import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.sluice.gateway.mqtt.packet.PacketProperties;
import io.sluice.gateway.mqtt.packet.Protocol;
import io.sluice.gateway.mqtt.topic.TopicRules;
import org.jspecify.annotations.Nullable;

/** A connection's inbound topic aliases of MQTT 5. */
final class TopicAliases {
    private @Nullable String @Nullable [] topics;

    /** A topic, or the violation that closes the connection. */
    record Resolved(@Nullable String topic, @Nullable Disconnect violation) {}

    Resolved resolve(MqttPublishVariableHeader header) {
        String topic = header.topicName();
        if (!PacketProperties.has(header.properties(), MqttPropertyType.TOPIC_ALIAS)) {
            return topic.isEmpty() ? violation(Disconnect.PROTOCOL_ERROR) : new Resolved(topic, null);
        }
        int alias = (int) PacketProperties.number(header.properties(), MqttPropertyType.TOPIC_ALIAS, 0);
        if (alias < 1 || alias > Protocol.TOPIC_ALIAS_MAXIMUM) {
            return violation(Disconnect.TOPIC_ALIAS_INVALID);
        }
        if (topics == null) {
            topics = new String[Protocol.TOPIC_ALIAS_MAXIMUM + 1];
        }
        if (!topic.isEmpty()) {
            topics[alias] = bounded(topic);
        }
        String known = topics[alias];
        return known == null ? violation(Disconnect.PROTOCOL_ERROR) : new Resolved(known, null);
    }

    /** One that is too long is refused each time, whatever follows there. */
    private static String bounded(String topic) {
        return topic.length() > TopicRules.MAX_LENGTH ? topic.substring(0, TopicRules.MAX_LENGTH + 1) : topic;
    }

    private static Resolved violation(Disconnect reason) {
        return new Resolved(null, reason);
    }
}
