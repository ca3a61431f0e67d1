package io.sluice.gateway.mqtt.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import org.junit.jupiter.api.Test;

class PacketsTest {
    @Test
    void aPlainAnswerIsWhatNettyEncodes() {
        for (int packetId : new int[] {1, 0x7f, 0x80, 0x1234, 0xffff}) {
            assertPlain(
                    MqttMessageType.PUBACK, packetId, Packets.pubAck(packetId, (byte) 0, MqttProperties.NO_PROPERTIES));
            assertPlain(
                    MqttMessageType.PUBREC, packetId, Packets.pubRec(packetId, (byte) 0, MqttProperties.NO_PROPERTIES));
            assertPlain(MqttMessageType.PUBCOMP, packetId, Packets.pubComp(packetId, (byte) 0));
        }
    }

    private static void assertPlain(MqttMessageType type, int packetId, MqttMessage packet) {
        ByteBuf plain = Unpooled.buffer();
        Packets.putPlain(plain, type, packetId);
        EmbeddedChannel encoder = new EmbeddedChannel(MqttEncoder.INSTANCE);
        encoder.writeOutbound(packet);
        ByteBuf encoded = encoder.readOutbound();
        assertEquals(ByteBufUtil.hexDump(encoded), ByteBufUtil.hexDump(plain));
        assertEquals(Packets.PLAIN_BYTES, plain.readableBytes());
        encoded.release();
    }
}
