package io.sluice.simulator.mqtt;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;

/** What a broker's packets say, as MQTT 5 has it. */
final class Replies {
    private Replies() {}

    static int packetId(MqttMessage message) {
        return ((MqttMessageIdVariableHeader) message.variableHeader()).messageId();
    }

    static int reason(MqttMessage message) {
        return message.variableHeader() instanceof MqttPubReplyMessageVariableHeader reply
                ? reply.reasonCode() & 0xff
                : 0;
    }

    /** Why a publish is refused, in words; empty where the broker does not say more. */
    static String said(MqttMessage message) {
        return message.variableHeader() instanceof MqttPubReplyMessageVariableHeader reply
                ? reasonString(reply.properties())
                : "";
    }

    /** Why the broker hangs up, 0 where it does not say. */
    static int hangUpReason(MqttMessage disconnect) {
        return disconnect.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header
                ? header.reasonCode() & 0xff
                : 0;
    }

    /** In words; empty where the broker does not say more. */
    static String hangUpSaid(MqttMessage disconnect) {
        return disconnect.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header
                ? reasonString(header.properties())
                : "";
    }

    /** Empty where the broker does not say more. */
    static String reasonString(MqttProperties properties) {
        MqttProperties.MqttProperty<?> said =
                properties.getProperty(MqttProperties.MqttPropertyType.REASON_STRING.value());
        return said == null ? "" : String.valueOf(said.value());
    }

    static byte[] payload(MqttPublishMessage publish) {
        return ByteBufUtil.getBytes(publish.payload());
    }
}
