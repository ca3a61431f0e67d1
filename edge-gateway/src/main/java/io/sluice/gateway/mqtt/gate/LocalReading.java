package io.sluice.gateway.mqtt.gate;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * A publish of ours, through the broker: for local subscribers once it is durable, or for a node.
 *
 * @param properties what its device said with it, null for nothing
 */
public record LocalReading(
        String topic, byte[] payload, @Nullable ForwardedProperties properties) {

    /** Where such publishes go. Thread-safe; must not block. */
    public interface Sink {
        void publish(LocalReading reading);
    }

    /** Nothing is said with it. */
    public static LocalReading plain(String topic, byte[] payload) {
        return new LocalReading(topic, payload, null);
    }

    /** For the broker, with the properties, which it knows nothing of. */
    public ByteBuf content() {
        return properties == null
                ? Unpooled.wrappedBuffer(payload)
                : new HeldPayload(payload, properties, HeldPayload.Retain.NOT, () -> {});
    }
}
