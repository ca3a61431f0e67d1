package io.sluice.gateway.mqtt.packet;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import org.jspecify.annotations.Nullable;

/** MQTT 5 properties by type, where Netty's container is untyped. */
public final class PacketProperties {
    private static final String CONTENT_ENCODING = "content-encoding";

    private PacketProperties() {}

    public static boolean has(MqttProperties properties, MqttPropertyType type) {
        return properties.getProperty(type.value()) != null;
    }

    /** Unsigned, as sent; the fallback where the property is absent. */
    public static long number(MqttProperties properties, MqttPropertyType type, long fallback) {
        return properties.getProperty(type.value()) instanceof MqttProperties.IntegerProperty property
                ? Integer.toUnsignedLong(property.value())
                : fallback;
    }

    public static @Nullable String text(MqttProperties properties, MqttPropertyType type) {
        return properties.getProperty(type.value()) instanceof MqttProperties.StringProperty property
                ? property.value()
                : null;
    }

    public static void addContentEncoding(MqttProperties properties, @Nullable String encoding) {
        if (encoding != null) {
            properties.add(new MqttProperties.UserProperty(CONTENT_ENCODING, encoding));
        }
    }

    public static @Nullable String contentEncoding(MqttProperties properties) {
        if (properties.getProperty(MqttPropertyType.USER_PROPERTY.value())
                instanceof MqttProperties.UserProperties user) {
            for (MqttProperties.StringPair pair : user.value()) {
                if (CONTENT_ENCODING.equals(pair.key)) {
                    return pair.value;
                }
            }
        }
        return null;
    }
}
