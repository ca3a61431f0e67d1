package io.sluice.gateway.mqtt.session;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.sluice.gateway.mqtt.gate.ForwardedProperties;
import io.sluice.gateway.mqtt.gate.GateContext;
import io.sluice.gateway.mqtt.gate.HeldPayload;
import io.sluice.gateway.mqtt.packet.PacketProperties;
import io.sluice.gateway.mqtt.topic.HeldFilters;
import org.jspecify.annotations.Nullable;

/**
 * Adds to the broker's publishes for one client what Moquette, which speaks MQTT 3.1.1, does not know of them: their
 * properties, their age, and whether they are retained. Confined to the event loop of the client's channel.
 */
final class PublishDressing {
    private final GateContext context;
    private final boolean isMqtt5;
    private final long maxPacketBytes;
    private final HeldFilters filters;

    /** @param connect the client's properties */
    PublishDressing(GateContext context, MqttProperties connect, boolean isMqtt5, HeldFilters filters) {
        this.context = context;
        this.isMqtt5 = isMqtt5;
        this.maxPacketBytes = PacketProperties.number(connect, MqttPropertyType.MAXIMUM_PACKET_SIZE, Long.MAX_VALUE);
        this.filters = filters;
    }

    /** Whether the client is to get it now. What it is not to get is counted. */
    boolean lets(MqttPublishMessage publish) {
        HeldPayload held = HeldPayload.in(publish.payload());
        ForwardedProperties properties = held == null ? null : held.properties();
        int qos = publish.fixedHeader().qosLevel().value();
        if (properties != null && properties.isExpired(nowNanos())) {
            context.meters().expired(qos);
            return false;
        }
        if (bytesOf(publish, properties) > maxPacketBytes) {
            context.meters().tooLarge(qos);
            return false;
        }
        return true;
    }

    private long bytesOf(MqttPublishMessage publish, @Nullable ForwardedProperties properties) {
        long propertyBytes = isMqtt5 && properties != null ? properties.encodedBytes() : 0;
        int packetId = publish.fixedHeader().qosLevel() == MqttQoS.AT_MOST_ONCE ? 0 : 2;
        long remaining = 2L
                + ByteBufUtil.utf8Bytes(publish.variableHeader().topicName())
                + packetId
                + lengthBytes(propertyBytes)
                + propertyBytes
                + publish.payload().readableBytes();
        return 1 + lengthBytes(remaining) + remaining;
    }

    private static int lengthBytes(long length) {
        return length < 1 << 7 ? 1 : length < 1 << 14 ? 2 : length < 1 << 21 ? 3 : 4;
    }

    /** The content goes with it. */
    MqttPublishMessage dressed(MqttPublishMessage publish) {
        HeldPayload held = HeldPayload.in(publish.payload());
        if (held == null) {
            return publish;
        }
        ForwardedProperties properties = isMqtt5 ? held.properties() : null;
        boolean isRetain = isRetained(held, publish.variableHeader().topicName());
        if (properties == null && isRetain == publish.fixedHeader().isRetain()) {
            return publish;
        }
        MqttFixedHeader fixed = publish.fixedHeader();
        MqttPublishVariableHeader variable = publish.variableHeader();
        return new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, fixed.isDup(), fixed.qosLevel(), isRetain, 0),
                new MqttPublishVariableHeader(
                        variable.topicName(),
                        variable.packetId(),
                        properties == null ? MqttProperties.NO_PROPERTIES : properties.at(nowNanos())),
                publish.payload());
    }

    private boolean isRetained(HeldPayload held, String topic) {
        return switch (held.retainFlag()) {
            case NOT -> false;
            case AS_PUBLISHED -> filters.wantAsPublished(topic);
            case KEPT -> true;
        };
    }

    private long nowNanos() {
        return context.budgets().nanoTime().getAsLong();
    }
}
