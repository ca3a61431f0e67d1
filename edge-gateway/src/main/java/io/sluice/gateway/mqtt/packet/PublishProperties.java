package io.sluice.gateway.mqtt.packet;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import org.jspecify.annotations.Nullable;

/**
 * Which properties a client may not send with PUBLISH: a subscriber that got them from us would have to close on us.
 */
public final class PublishProperties {
    /** UTF-8 text; beside it there are unspecified bytes, which are 0. */
    private static final int MAX_PAYLOAD_FORMAT = 1;

    private PublishProperties() {}

    public static boolean isProtocolErrorIn(MqttProperties properties) {
        return !properties.isEmpty()
                && (PacketProperties.has(properties, MqttPropertyType.SUBSCRIPTION_IDENTIFIER)
                        || PacketProperties.number(properties, MqttPropertyType.PAYLOAD_FORMAT_INDICATOR, 0)
                                > MAX_PAYLOAD_FORMAT
                        || !isTopicName(PacketProperties.text(properties, MqttPropertyType.RESPONSE_TOPIC)));
    }

    private static boolean isTopicName(@Nullable String topic) {
        return topic == null || (!topic.isEmpty() && topic.indexOf('#') < 0 && topic.indexOf('+') < 0);
    }
}
