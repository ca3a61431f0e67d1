package io.sluice.gateway.mqtt.session;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.sluice.gateway.mqtt.gate.CommandProperties;
import io.sluice.gateway.mqtt.gate.GateContext;
import io.sluice.gateway.mqtt.gate.HeldPayload;
import io.sluice.gateway.mqtt.packet.PacketProperties;
import org.jspecify.annotations.Nullable;

/**
 * Adds to the broker's publishes for one client what Moquette, which speaks MQTT 3.1.1, does not know of them: their
 * properties and their age. Confined to the event loop of the client's channel.
 */
final class PublishDressing {
    private final GateContext context;
    private final boolean isMqtt5;
    private final long maxPacketBytes;

    /** @param connect the client's properties */
    PublishDressing(GateContext context, MqttProperties connect, boolean isMqtt5) {
        this.context = context;
        this.isMqtt5 = isMqtt5;
        this.maxPacketBytes = PacketProperties.number(connect, MqttPropertyType.MAXIMUM_PACKET_SIZE, Long.MAX_VALUE);
    }

    /** Whether the client is to get it now. What it is not to get is counted. */
    boolean lets(MqttPublishMessage publish) {
        HeldPayload held = HeldPayload.in(publish.payload());
        CommandProperties properties = held == null ? null : held.properties();
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

    private long bytesOf(MqttPublishMessage publish, @Nullable CommandProperties properties) {
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
        HeldPayload held = isMqtt5 ? HeldPayload.in(publish.payload()) : null;
        CommandProperties properties = held == null ? null : held.properties();
        if (properties == null) {
            return publish;
        }
        MqttPublishVariableHeader variable = publish.variableHeader();
        return new MqttPublishMessage(
                publish.fixedHeader(),
                new MqttPublishVariableHeader(variable.topicName(), variable.packetId(), properties.at(nowNanos())),
                publish.payload());
    }

    private long nowNanos() {
        return context.budgets().nanoTime().getAsLong();
    }
}
