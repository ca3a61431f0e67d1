package io.sluice.gateway.mqtt.connect;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders.ConnAckPropertiesBuilder;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.sluice.gateway.mqtt.packet.PacketProperties;
import io.sluice.gateway.mqtt.packet.Protocol;

/**
 * What a CONNECT asks for, and what we make of it.
 *
 * @param isForOneConnection MQTT 3.1.1's one flag for MQTT 5's two: Moquette cannot begin anew and then keep, so a
 *     clean start is a session that ends with the connection, and CONNACK says so
 * @param isCleanStart whether the client wants nothing of the session that it may have
 * @param isExpiringAtOnce whether CONNECT said itself that the session ends with the connection
 * @param assignedId empty where the client has sent an id
 * @param askedKeepAlive in seconds, 0 for none
 */
public record Terms(
        boolean isMqtt5,
        boolean isForOneConnection,
        boolean isCleanStart,
        boolean isExpiringAtOnce,
        String assignedId,
        int askedKeepAlive) {
    static final Terms NONE = new Terms(false, true, true, true, "", 0);

    static Terms of(MqttConnectMessage connect, String clientId) {
        boolean isMqtt5 = ConnectRules.isMqtt5(connect);
        boolean isCleanStart = connect.variableHeader().isCleanSession();
        boolean isExpiringAtOnce =
                isMqtt5 && expirySeconds(connect.variableHeader().properties()) == 0;
        return new Terms(
                isMqtt5,
                isCleanStart || isExpiringAtOnce,
                isCleanStart,
                isExpiringAtOnce,
                connect.payload().clientIdentifier().isEmpty() ? clientId : "",
                connect.variableHeader().keepAliveTimeSeconds());
    }

    /** The same, but that the session ends with the connection. */
    Terms forOneConnection() {
        return new Terms(isMqtt5, true, isCleanStart, isExpiringAtOnce, assignedId, askedKeepAlive);
    }

    /**
     * The same where the client has a session, which it must find (MQTT-3.1.2-5) also where it does not want it any
     * longer: it is kept until the client says goodbye, and CONNACK says so, since Moquette cannot go on with a session
     * and end it with the connection.
     */
    Terms goingOn() {
        return isMqtt5 && !isCleanStart
                ? new Terms(true, false, false, isExpiringAtOnce, assignedId, askedKeepAlive)
                : this;
    }

    private static long expirySeconds(MqttProperties properties) {
        return PacketProperties.number(properties, MqttPropertyType.SESSION_EXPIRY_INTERVAL, 0);
    }

    /** What CONNECT said ends with the connection may not be kept at its end. */
    boolean isBrokenBy(MqttMessage disconnect) {
        return isExpiringAtOnce
                && disconnect.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header
                && expirySeconds(header.properties()) != 0;
    }

    /** A session that was to outlive its connection, of which the client says at the end that it does not. */
    boolean isEndedBy(MqttMessage disconnect) {
        return !isForOneConnection && (isExpiringAtOnce || saysThatItExpiresAtOnce(disconnect));
    }

    private static boolean saysThatItExpiresAtOnce(MqttMessage disconnect) {
        return disconnect.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header
                && PacketProperties.has(header.properties(), MqttPropertyType.SESSION_EXPIRY_INTERVAL)
                && expirySeconds(header.properties()) == 0;
    }

    /** MQTT 5 lets us bound it, so that a connection whose other end is gone does not stay for ever. */
    int keepAliveSeconds() {
        boolean isTooLong = askedKeepAlive == 0 || askedKeepAlive > Protocol.KEEP_ALIVE_MAXIMUM_SECONDS;
        return isMqtt5 && isTooLong ? Protocol.KEEP_ALIVE_MAXIMUM_SECONDS : askedKeepAlive;
    }

    MqttProperties connAck(long maxPacketBytes) {
        if (!isMqtt5) {
            return MqttProperties.NO_PROPERTIES;
        }
        ConnAckPropertiesBuilder properties = new ConnAckPropertiesBuilder()
                .sessionExpiryInterval(isForOneConnection ? 0 : Protocol.SESSION_EXPIRY.toSeconds())
                .receiveMaximum(Protocol.RECEIVE_MAXIMUM)
                .maximumPacketSize(maxPacketBytes)
                .topicAliasMaximum(Protocol.TOPIC_ALIAS_MAXIMUM)
                .retainAvailable(true)
                .wildcardSubscriptionAvailable(true)
                .subscriptionIdentifiersAvailable(false)
                .sharedSubscriptionAvailable(false);
        if (!assignedId.isEmpty()) {
            properties.assignedClientId(assignedId);
        }
        if (keepAliveSeconds() != askedKeepAlive) {
            properties.serverKeepAlive(keepAliveSeconds());
        }
        return properties.build();
    }
}
