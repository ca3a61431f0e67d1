package io.sluice.gateway.mqtt.packet;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The reason strings that an MQTT 5 client gets: as CONNECT asked for, and only where the packet stays within what it
 * takes.
 *
 * @param isWanted whether it asked for them in other packets than CONNACK and DISCONNECT
 * @param maxPacketBytes the largest packet it takes
 */
public record Reasons(boolean isWanted, long maxPacketBytes) {
    private static final long NO_MAXIMUM = Long.MAX_VALUE;

    /** Of older clients, who say nothing of either. */
    public static final Reasons NONE = new Reasons(false, NO_MAXIMUM);

    /** Headers, packet id, reason code, lengths. */
    private static final int OVERHEAD = 18;

    private static final int LONGEST = 512;

    public static Reasons of(MqttProperties connect) {
        long maximum = PacketProperties.number(connect, MqttPropertyType.MAXIMUM_PACKET_SIZE, NO_MAXIMUM);
        return new Reasons(
                PacketProperties.number(connect, MqttPropertyType.REQUEST_PROBLEM_INFORMATION, 1) != 0,
                maximum == 0 ? NO_MAXIMUM : maximum); // 0 is a protocol error, which is to be told
    }

    /** Whether the client takes a SUBACK or UNSUBACK of so many codes, without a reason. */
    public boolean takes(int codes) {
        int remaining = 3 + codes;
        return 1 + (remaining < 1 << 7 ? 1 : remaining < 1 << 14 ? 2 : 3) + remaining <= maxPacketBytes;
    }

    /** For answers to publishes. */
    public MqttProperties why(@Nullable String text) {
        return isWanted ? whyClosed(text) : MqttProperties.NO_PROPERTIES;
    }

    /** For SUBACK and UNSUBACK, which have more codes than one. */
    public MqttProperties whyAmong(int codes, String text) {
        return isWanted ? within(maxPacketBytes - codes, text) : MqttProperties.NO_PROPERTIES;
    }

    /** For CONNACK and DISCONNECT. */
    public MqttProperties whyClosed(@Nullable String text) {
        return within(maxPacketBytes, text);
    }

    private static MqttProperties within(long bytes, @Nullable String text) {
        if (text == null || text.length() > LONGEST) {
            return MqttProperties.NO_PROPERTIES;
        }
        if (text.getBytes(StandardCharsets.UTF_8).length + OVERHEAD > bytes) {
            return MqttProperties.NO_PROPERTIES;
        }
        MqttProperties properties = new MqttProperties();
        properties.add(new MqttProperties.StringProperty(MqttPropertyType.REASON_STRING.value(), text));
        return properties;
    }

    /** Null where the code says it all. */
    public static @Nullable String textOf(Disconnect reason) {
        return switch (reason) {
            case SERVER_SHUTTING_DOWN -> "the gateway is shutting down";
            case SERVER_BUSY -> "the gateway can store nothing now";
            case KEEP_ALIVE_TIMEOUT -> "nothing came for one and a half times the keep-alive";
            case SESSION_TAKEN_OVER -> "another connection has this client id";
            case PACKET_TOO_LARGE ->
                "a packet must be within the maximum packet size of CONNACK, and its properties within "
                        + PropertyBound.MAX_BYTES + " bytes";
            case RECEIVE_MAXIMUM_EXCEEDED ->
                "at most " + Protocol.RECEIVE_MAXIMUM + " publishes of QoS 1 and 2 may be unanswered";
            case TOPIC_ALIAS_INVALID -> "a topic alias must be 1 to " + Protocol.TOPIC_ALIAS_MAXIMUM;
            case NOT_AUTHORIZED -> "what proved this client does not hold any more";
            default -> null;
        };
    }
}
