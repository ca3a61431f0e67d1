package io.sluice.gateway.mqtt.packet;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.List;

/** The packets we write ourselves. Netty's encoder leaves out what the connection's version does not know. */
public final class Packets {
    public static final MqttMessage PINGRESP = MqttMessage.PINGRESP;
    public static final MqttMessage PLAIN_DISCONNECT = MqttMessage.DISCONNECT;

    private static final MqttFixedHeader PUBACK = header(MqttMessageType.PUBACK, MqttQoS.AT_MOST_ONCE);
    private static final MqttFixedHeader PUBREC = header(MqttMessageType.PUBREC, MqttQoS.AT_MOST_ONCE);
    private static final MqttFixedHeader PUBCOMP = header(MqttMessageType.PUBCOMP, MqttQoS.AT_MOST_ONCE);

    /** What {@link #putPlain} puts. */
    public static final int PLAIN_BYTES = Integer.BYTES;

    private static final int TYPE_SHIFT = 28;
    private static final int LENGTH_SHIFT = 16;

    private Packets() {}

    /**
     * PUBACK, PUBREC or PUBCOMP that says yes and no more: the same in all versions of MQTT, so it needs no encoder.
     */
    public static void putPlain(ByteBuf out, MqttMessageType type, int packetId) {
        out.writeInt(type.value() << TYPE_SHIFT | Short.BYTES << LENGTH_SHIFT | packetId);
    }

    private static MqttFixedHeader header(MqttMessageType type, MqttQoS qos) {
        return new MqttFixedHeader(type, false, qos, false, 0);
    }

    public static MqttMessage pubAck(int packetId, byte reason, MqttProperties why) {
        return new MqttMessage(PUBACK, new MqttPubReplyMessageVariableHeader(packetId, reason, why));
    }

    public static MqttMessage pubRec(int packetId, byte reason, MqttProperties why) {
        return new MqttMessage(PUBREC, new MqttPubReplyMessageVariableHeader(packetId, reason, why));
    }

    public static MqttMessage pubComp(int packetId, byte reason) {
        return new MqttMessage(
                PUBCOMP, new MqttPubReplyMessageVariableHeader(packetId, reason, MqttProperties.NO_PROPERTIES));
    }

    /** What Moquette is told of a client: 3.1.1, no credentials, no will, no keep-alive; those are ours. */
    public static MqttConnectMessage plainConnect(String clientId, boolean cleanSession) {
        return new MqttConnectMessage(
                header(MqttMessageType.CONNECT, MqttQoS.AT_MOST_ONCE),
                new MqttConnectVariableHeader(
                        MqttVersion.MQTT_3_1_1.protocolName(),
                        MqttVersion.MQTT_3_1_1.protocolLevel(),
                        false,
                        false,
                        false,
                        0,
                        false,
                        cleanSession,
                        0),
                new MqttConnectPayload(clientId, MqttProperties.NO_PROPERTIES, null, null, null, null));
    }

    public static MqttConnAckMessage connAck(
            MqttConnectReturnCode code, boolean sessionPresent, MqttProperties properties) {
        return new MqttConnAckMessage(
                header(MqttMessageType.CONNACK, MqttQoS.AT_MOST_ONCE),
                new MqttConnAckVariableHeader(code, sessionPresent, properties));
    }

    public static MqttSubAckMessage subAck(int packetId, int[] codes, MqttProperties why) {
        return new MqttSubAckMessage(
                header(MqttMessageType.SUBACK, MqttQoS.AT_MOST_ONCE),
                new MqttMessageIdAndPropertiesVariableHeader(packetId, why),
                new MqttSubAckPayload(codes));
    }

    public static MqttUnsubAckMessage unsubAck(int packetId, List<Short> codes, MqttProperties why) {
        return new MqttUnsubAckMessage(
                header(MqttMessageType.UNSUBACK, MqttQoS.AT_MOST_ONCE),
                new MqttMessageIdAndPropertiesVariableHeader(packetId, why),
                new MqttUnsubAckPayload(codes));
    }

    public static MqttMessage disconnect(Disconnect reason, MqttProperties why) {
        return new MqttMessage(
                header(MqttMessageType.DISCONNECT, MqttQoS.AT_MOST_ONCE),
                new MqttReasonCodeAndPropertiesVariableHeader(reason.byteValue(), why));
    }
}
