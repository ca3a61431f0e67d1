package io.sluice.gateway.mqtt.session;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the broker has sent on a connection that its client has not answered, by which we tell whether more waits in its
 * session: Moquette sends ten, and the next as soon as one is answered. Confined to the connection's event loop.
 */
final class Unanswered {
    /** By then Moquette has sent the next, if there is one. */
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** From here on MQTT 5 reason codes say no. */
    private static final int FIRST_ERROR = 0x80;

    private final LongSupplier nanoClock;
    private @Nullable Set<Integer> packetIds;
    private long lastNanos;

    Unanswered(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.lastNanos = nanoClock.getAsLong();
    }

    /** CONNACK: what the session has kept comes now. */
    void begin() {
        lastNanos = nanoClock.getAsLong();
    }

    void sent(MqttPublishMessage publish) {
        if (publish.fixedHeader().qosLevel() == MqttQoS.AT_MOST_ONCE) {
            return;
        }
        if (packetIds == null) {
            packetIds = new HashSet<>();
        }
        packetIds.add(publish.variableHeader().packetId());
        lastNanos = nanoClock.getAsLong();
    }

    /** @param packet any that the client sends */
    void received(MqttMessage packet) {
        if (packetIds != null && endsDelivery(packet)) {
            packetIds.remove(((MqttMessageIdVariableHeader) packet.variableHeader()).messageId());
            lastNanos = nanoClock.getAsLong();
        }
    }

    private static boolean endsDelivery(MqttMessage packet) {
        return switch (packet.fixedHeader().messageType()) {
            case PUBACK, PUBCOMP -> true;
            case PUBREC ->
                packet.variableHeader() instanceof MqttPubReplyMessageVariableHeader reply
                        && Byte.toUnsignedInt(reply.reasonCode()) >= FIRST_ERROR;
            default -> false;
        };
    }

    /** Whether nothing waits in the session either. */
    boolean isQuiet() {
        return (packetIds == null || packetIds.isEmpty()) && nanoClock.getAsLong() - lastNanos >= QUIET_NANOS;
    }
}
