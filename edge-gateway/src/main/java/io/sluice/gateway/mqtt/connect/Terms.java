package io.sluice.gateway.mqtt.connect;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders.ConnAckPropertiesBuilder;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.sluice.gateway.mqtt.packet.PacketProperties;
import io.sluice.gateway.mqtt.packet.Protocol;
import io.sluice.gateway.mqtt.session.Lifetime;
import java.time.Duration;

/**
 * What a CONNECT asks for, and what we make of it.
 *
 * @param beginsAnew whether nothing goes on of a session that the client may have
 * @param askedExpirySeconds of MQTT 3.1.1, whose sessions do not expire by themselves, the most that there is
 * @param isKeepable whether there is room for a session that outlives its connection
 * @param assignedId empty where the client has sent an id
 * @param askedKeepAlive in seconds, 0 for none
 */
public record Terms(
        boolean isMqtt5,
        boolean beginsAnew,
        long askedExpirySeconds,
        boolean isKeepable,
        String assignedId,
        int askedKeepAlive) {
    static final Terms NONE = new Terms(false, true, 0, false, "", 0);

    /** Of MQTT 5, with all properties that are always there. */
    private static final int CONNACK_BYTES = 29;

    private static final long NEVER = 0xFFFF_FFFFL;

    /** @param hasSession which a client must find that wants to go on (MQTT-3.1.2-5), however briefly from now on */
    static Terms of(MqttConnectMessage connect, String clientId, boolean hasSession) {
        boolean isMqtt5 = ConnectRules.isMqtt5(connect);
        boolean isCleanStart = connect.variableHeader().isCleanSession();
        long expirySeconds = isMqtt5 ? expirySeconds(connect.variableHeader().properties()) : isCleanStart ? 0 : NEVER;
        return new Terms(
                isMqtt5,
                isCleanStart || (expirySeconds == 0 && !hasSession),
                expirySeconds,
                true,
                connect.payload().clientIdentifier().isEmpty() ? clientId : "",
                connect.variableHeader().keepAliveTimeSeconds());
    }

    /** The same, but that the session ends with the connection. */
    Terms forOneConnection() {
        return new Terms(isMqtt5, true, askedExpirySeconds, false, assignedId, askedKeepAlive);
    }

    Lifetime life() {
        return new Lifetime(beginsAnew, granted(askedExpirySeconds));
    }

    private Duration granted(long expirySeconds) {
        return isKeepable
                ? Duration.ofSeconds(Math.min(expirySeconds, Protocol.SESSION_EXPIRY.toSeconds()))
                : Duration.ZERO;
    }

    private static long expirySeconds(MqttProperties properties) {
        return PacketProperties.number(properties, MqttPropertyType.SESSION_EXPIRY_INTERVAL, 0);
    }

    /** What CONNECT said ends with the connection may not be kept at its end. */
    boolean isBrokenBy(MqttMessage disconnect) {
        return askedExpirySeconds == 0 && expirySeconds(propertiesOf(disconnect)) != 0;
    }

    /** How long the session outlives its connection, of which the client may think otherwise at its end. */
    Duration expiryBy(MqttMessage disconnect) {
        return granted(PacketProperties.number(
                propertiesOf(disconnect), MqttPropertyType.SESSION_EXPIRY_INTERVAL, askedExpirySeconds));
    }

    private static MqttProperties propertiesOf(MqttMessage disconnect) {
        return disconnect.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header
                ? header.properties()
                : MqttProperties.NO_PROPERTIES;
    }

    /** MQTT 5 lets us bound it, so that a connection whose other end is gone does not stay for ever. */
    int keepAliveSeconds() {
        boolean isTooLong = askedKeepAlive == 0 || askedKeepAlive > Protocol.KEEP_ALIVE_MAXIMUM_SECONDS;
        return isMqtt5 && isTooLong ? Protocol.KEEP_ALIVE_MAXIMUM_SECONDS : askedKeepAlive;
    }

    /** What CONNACK takes to say {@link #connAck}. */
    int connAckBytes() {
        int assigned = assignedId.isEmpty() ? 0 : 3 + assignedId.length();
        return CONNACK_BYTES + assigned + (keepAliveSeconds() == askedKeepAlive ? 0 : 3);
    }

    MqttProperties connAck(long maxPacketBytes) {
        if (!isMqtt5) {
            return MqttProperties.NO_PROPERTIES;
        }
        ConnAckPropertiesBuilder properties = new ConnAckPropertiesBuilder()
                .sessionExpiryInterval(life().expiry().toSeconds())
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
