package io.sluice.gateway.mqtt;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How clients show who they are, and the codes they are answered. */
public final class Entering {
    private Entering() {}

    public static MqttConnectMessage connect(
            MqttVersion version, String clientId, @Nullable String user, @Nullable String password) {
        return builder(version, clientId, user, password).build();
    }

    public static MqttConnectMessage withWill(String clientId, String user, String password, String topic) {
        return builder(MqttVersion.MQTT_5, clientId, user, password)
                .willFlag(true)
                .willTopic(topic)
                .willMessage(new byte[0])
                .willQoS(MqttQoS.AT_LEAST_ONCE)
                .build();
    }

    private static MqttMessageBuilders.ConnectBuilder builder(
            MqttVersion version, String clientId, @Nullable String user, @Nullable String password) {
        MqttMessageBuilders.ConnectBuilder connect = MqttMessageBuilders.connect()
                .protocolVersion(version)
                .clientId(clientId)
                .cleanSession(true);
        if (user != null) {
            connect.hasUser(true).username(user);
        }
        if (password != null) {
            connect.hasPassword(true).password(password.getBytes(StandardCharsets.UTF_8));
        }
        return connect;
    }

    /** The code of the CONNACK that answers. */
    public static int answer(int port, MqttConnectMessage connect) throws InterruptedException {
        try (RawClient client = new RawClient(port)) {
            client.send(connect);
            return code(client);
        }
    }

    public static int code(RawClient client) throws InterruptedException {
        MqttConnAckMessage connAck = (MqttConnAckMessage) client.expect(MqttMessageType.CONNACK);
        return Byte.toUnsignedInt(connAck.variableHeader().connectReturnCode().byteValue());
    }

    public static int pubAck(RawClient client) throws InterruptedException {
        MqttMessage pubAck = client.expect(MqttMessageType.PUBACK);
        return pubAck.variableHeader() instanceof MqttPubReplyMessageVariableHeader reply
                ? Byte.toUnsignedInt(reply.reasonCode())
                : 0;
    }

    public static List<Integer> subAck(RawClient client) throws InterruptedException {
        return ((MqttSubAckMessage) client.expect(MqttMessageType.SUBACK))
                .payload()
                .reasonCodes();
    }

    public static int disconnect(RawClient client) throws InterruptedException {
        MqttMessage disconnect = client.expect(MqttMessageType.DISCONNECT);
        return Byte.toUnsignedInt(
                ((MqttReasonCodeAndPropertiesVariableHeader) disconnect.variableHeader()).reasonCode());
    }
}
