package io.sluice.gateway.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.sluice.gateway.mqtt.packet.Packets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The packets that a connection without an encoder was sent, those that left as bytes among them. */
final class Outbound {
    private final EmbeddedChannel channel;
    private final Queue<MqttMessage> packets = new ArrayDeque<>();

    Outbound(EmbeddedChannel channel) {
        this.channel = channel;
    }

    /** Takes what the channel has written, and releases the bytes: also those of answers that nobody asks for. */
    void take() {
        for (Object sent = channel.readOutbound(); sent != null; sent = channel.readOutbound()) {
            if (sent instanceof ByteBuf bytes) {
                split(bytes);
                bytes.release();
            } else {
                packets.add((MqttMessage) sent);
            }
        }
    }

    @Nullable
    MqttMessage next() {
        take();
        return packets.poll();
    }

    private void split(ByteBuf plain) {
        while (plain.isReadable()) {
            int type = plain.readUnsignedByte() >> 4;
            assertEquals(2, plain.readByte(), "bytes of a plain answer behind their number");
            packets.add(packet(MqttMessageType.valueOf(type), plain.readUnsignedShort()));
        }
    }

    private static MqttMessage packet(MqttMessageType type, int packetId) {
        return switch (type) {
            case PUBACK -> Packets.pubAck(packetId, (byte) 0, MqttProperties.NO_PROPERTIES);
            case PUBREC -> Packets.pubRec(packetId, (byte) 0, MqttProperties.NO_PROPERTIES);
            case PUBCOMP -> Packets.pubComp(packetId, (byte) 0);
            default -> throw new AssertionError("a plain answer must be PUBACK, PUBREC or PUBCOMP, was " + type);
        };
    }
}
