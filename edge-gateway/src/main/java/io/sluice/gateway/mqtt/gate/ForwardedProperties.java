package io.sluice.gateway.mqtt.gate;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.StringPair;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperties;
import io.sluice.gateway.mqtt.packet.PacketProperties;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What MQTT 5 says with a publish to its subscribers, and until when it is of use to any of them. The broker knows of
 * neither. Immutable.
 */
public final class ForwardedProperties {
    /** Unaltered; the user's properties beside them in their order. */
    private static final List<MqttPropertyType> FORWARDED = List.of(
            MqttPropertyType.PAYLOAD_FORMAT_INDICATOR,
            MqttPropertyType.CONTENT_TYPE,
            MqttPropertyType.RESPONSE_TOPIC,
            MqttPropertyType.CORRELATION_DATA,
            MqttPropertyType.USER_PROPERTY);

    /** What Java's objects take for one, beside its text. */
    static final int PROPERTY_BYTES = 256;

    private static final int BYTES_A_CHAR = 2;
    private static final int IDENTIFIER_BYTES = 1;
    private static final int LENGTH_BYTES = 2;
    private static final int EXPIRY_BYTES = IDENTIFIER_BYTES + Integer.BYTES;

    private final MqttProperties forwarded = new MqttProperties();
    private final boolean isExpiring;
    private final long expiresAtNanos;
    private int encodedBytes;
    private long heldBytes;

    private ForwardedProperties(MqttProperties sent, long nowNanos) {
        this.isExpiring = PacketProperties.has(sent, MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL);
        long seconds = PacketProperties.number(sent, MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL, 0);
        this.expiresAtNanos = nowNanos + TimeUnit.SECONDS.toNanos(seconds);
        if (isExpiring) {
            count(EXPIRY_BYTES, 0);
        }
        for (MqttPropertyType type : FORWARDED) {
            MqttProperty<?> property = sent.getProperty(type.value());
            if (property != null) {
                forwarded.add(property);
                count(property);
            }
        }
    }

    /** Null where none of them is for subscribers, as with most publishes. */
    static @Nullable ForwardedProperties of(MqttProperties sent, long nowNanos) {
        if (sent.isEmpty()) {
            return null;
        }
        ForwardedProperties properties = new ForwardedProperties(sent, nowNanos);
        return properties.encodedBytes == 0 ? null : properties;
    }

    private void count(MqttProperty<?> property) {
        if (property instanceof UserProperties user) {
            for (StringPair pair : user.value()) {
                count(
                        IDENTIFIER_BYTES + textBytes(pair.key) + textBytes(pair.value),
                        pair.key.length() + pair.value.length());
            }
        } else if (property.value() instanceof String text) {
            count(IDENTIFIER_BYTES + textBytes(text), text.length());
        } else if (property.value() instanceof byte[] data) {
            count(IDENTIFIER_BYTES + LENGTH_BYTES + data.length, data.length);
        } else {
            count(IDENTIFIER_BYTES + 1, 0);
        }
    }

    private void count(int encoded, int chars) {
        encodedBytes += encoded;
        heldBytes += PROPERTY_BYTES + (long) BYTES_A_CHAR * chars;
    }

    private static int textBytes(String text) {
        return LENGTH_BYTES + ByteBufUtil.utf8Bytes(text);
    }

    /** On the wire, the expiry among them. */
    public int encodedBytes() {
        return encodedBytes;
    }

    /** In memory, by estimate. */
    long heldBytes() {
        return heldBytes;
    }

    boolean isExpiring() {
        return isExpiring;
    }

    long expiresAtNanos() {
        return expiresAtNanos;
    }

    public boolean isExpired(long nowNanos) {
        return isExpiring && nowNanos - expiresAtNanos >= 0;
    }

    /** As a subscriber gets them now: with what is left of the time, of which a second that has begun is whole. */
    public MqttProperties at(long nowNanos) {
        if (!isExpiring) {
            return forwarded;
        }
        MqttProperties properties = new MqttProperties();
        forwarded.listAll().forEach(properties::add);
        long left = Math.max(0, expiresAtNanos - nowNanos);
        long seconds = (left + TimeUnit.SECONDS.toNanos(1) - 1) / TimeUnit.SECONDS.toNanos(1);
        properties.add(new IntegerProperty(MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL.value(), (int) seconds));
        return properties;
    }
}
