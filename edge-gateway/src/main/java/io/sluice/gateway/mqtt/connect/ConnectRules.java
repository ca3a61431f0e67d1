package io.sluice.gateway.mqtt.connect;

import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_BAD_AUTHENTICATION_METHOD;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_CLIENT_IDENTIFIER_NOT_VALID;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_MALFORMED_PACKET;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_PACKET_TOO_LARGE;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_PROTOCOL_ERROR;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_TOPIC_NAME_INVALID;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.sluice.gateway.mqtt.packet.ClientIds;
import io.sluice.gateway.mqtt.packet.PacketProperties;
import io.sluice.gateway.mqtt.packet.PublishProperties;
import io.sluice.gateway.mqtt.topic.TopicRules;
import org.jspecify.annotations.Nullable;

/** Which CONNECTs break the protocol, or would break Moquette. */
final class ConnectRules {
    /**
     * @param mqtt5 what an MQTT 5 client is told
     * @param mqtt3 what an older one is told, null where it is closed without a word
     * @param why beside the code, null where the code says it all
     */
    record Refusal(
            MqttConnectReturnCode mqtt5,
            @Nullable MqttConnectReturnCode mqtt3,
            @Nullable String why) {
        Refusal(MqttConnectReturnCode mqtt5, @Nullable MqttConnectReturnCode mqtt3) {
            this(mqtt5, mqtt3, null);
        }
    }

    private static final Refusal MALFORMED = new Refusal(CONNECTION_REFUSED_MALFORMED_PACKET, null);
    private static final Refusal PROTOCOL_ERROR = new Refusal(CONNECTION_REFUSED_PROTOCOL_ERROR, null);
    private static final Refusal WILL_TOPIC =
            new Refusal(CONNECTION_REFUSED_TOPIC_NAME_INVALID, null, "the will topic must be a topic name");
    private static final Refusal AUTH_METHOD =
            new Refusal(CONNECTION_REFUSED_BAD_AUTHENTICATION_METHOD, null, "extended authentication is not offered");
    static final Refusal TAKES_TOO_LITTLE = new Refusal(CONNECTION_REFUSED_PACKET_TOO_LARGE, null);
    static final Refusal CLIENT_ID = new Refusal(
            CONNECTION_REFUSED_CLIENT_IDENTIFIER_NOT_VALID,
            CONNECTION_REFUSED_IDENTIFIER_REJECTED,
            "a client id must be 1 to " + ClientIds.MAX_LENGTH + " characters without controls, + and #");

    private ConnectRules() {}

    static boolean isMqtt5(MqttConnectMessage connect) {
        return connect.variableHeader().version() == MqttVersion.MQTT_5.protocolLevel();
    }

    static @Nullable Refusal refusalOf(MqttConnectMessage connect) {
        Refusal refusal = flagsRefusal(connect);
        if (refusal == null) {
            refusal = idRefusal(connect);
        }
        if (refusal == null
                && PublishProperties.isProtocolErrorIn(connect.payload().willProperties())) {
            refusal = PROTOCOL_ERROR;
        }
        return refusal == null ? propertiesRefusal(connect.variableHeader().properties()) : refusal;
    }

    private static @Nullable Refusal flagsRefusal(MqttConnectMessage connect) {
        MqttConnectVariableHeader header = connect.variableHeader();
        if (header.willQos() > MqttQoS.EXACTLY_ONCE.value()) {
            return MALFORMED;
        }
        if (!header.isWillFlag()) {
            return header.willQos() != 0 || header.isWillRetain() ? MALFORMED : passwordRefusal(connect);
        }
        return isTopicName(connect.payload().willTopic()) ? passwordRefusal(connect) : WILL_TOPIC;
    }

    private static @Nullable Refusal passwordRefusal(MqttConnectMessage connect) {
        MqttConnectVariableHeader header = connect.variableHeader();
        return header.hasPassword() && !header.hasUserName() && !isMqtt5(connect) ? MALFORMED : null;
    }

    private static boolean isTopicName(@Nullable String topic) {
        return topic != null
                && !topic.isEmpty()
                && topic.length() <= TopicRules.MAX_LENGTH
                && topic.indexOf('#') < 0
                && topic.indexOf('+') < 0;
    }

    private static @Nullable Refusal idRefusal(MqttConnectMessage connect) {
        MqttConnectPayload payload = connect.payload();
        String clientId = payload.clientIdentifier();
        if (clientId == null) {
            return CLIENT_ID;
        }
        if (clientId.isEmpty()) {
            // MQTT 3.1.1 gives ids only to sessions that end with the connection.
            return isMqtt5(connect) || connect.variableHeader().isCleanSession() ? null : CLIENT_ID;
        }
        return ClientIds.isValid(clientId) ? null : CLIENT_ID;
    }

    private static @Nullable Refusal propertiesRefusal(MqttProperties properties) {
        if (PacketProperties.number(properties, MqttPropertyType.RECEIVE_MAXIMUM, 1) == 0
                || PacketProperties.number(properties, MqttPropertyType.MAXIMUM_PACKET_SIZE, 1) == 0) {
            return PROTOCOL_ERROR;
        }
        if (PacketProperties.has(properties, MqttPropertyType.AUTHENTICATION_METHOD)) {
            return AUTH_METHOD;
        }
        return PacketProperties.has(properties, MqttPropertyType.AUTHENTICATION_DATA) ? PROTOCOL_ERROR : null;
    }
}
