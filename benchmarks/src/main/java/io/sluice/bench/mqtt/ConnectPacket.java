package io.sluice.bench.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Encoded CONNECTs, and what others put together by hand as well. */
public final class ConnectPacket {
    private static final int KEEP_ALIVE_SECONDS = 600;
    private static final int CLEAN = 0x02;
    private static final int USER_AND_PASSWORD = 0xc0;
    private static final int MQTT_3_1_1 = 4;
    private static final int MQTT_5 = 5;
    private static final byte[] NO_PROPERTIES = {0};

    private ConnectPacket() {}

    /** MQTT 3.1.1, clean. */
    public static byte[] plain(String clientId, @Nullable Login login) {
        return packet(MQTT_3_1_1, new byte[0], clientId, login);
    }

    /** MQTT 5, clean, without properties. */
    public static byte[] mqtt5(String clientId, @Nullable Login login) {
        return packet(MQTT_5, NO_PROPERTIES, clientId, login);
    }

    /** @param properties with their length before them */
    public static byte[] mqtt5(byte[] properties, String clientId, @Nullable Login login) {
        return packet(MQTT_5, properties, clientId, login);
    }

    private static byte[] packet(int level, byte[] properties, String clientId, @Nullable Login login) {
        ByteBuf body = Unpooled.buffer();
        text(body, "MQTT");
        body.writeByte(level)
                .writeByte(login == null ? CLEAN : CLEAN | USER_AND_PASSWORD)
                .writeShort(KEEP_ALIVE_SECONDS)
                .writeBytes(properties);
        text(body, clientId);
        if (login != null) {
            text(body, login.user());
            text(body, login.password());
        }
        return framed(0x10, body);
    }

    /** The packet with its fixed header. */
    public static byte[] framed(int firstByte, ByteBuf body) {
        ByteBuf packet = Unpooled.buffer().writeByte(firstByte);
        length(packet, body.readableBytes());
        return ByteBufUtil.getBytes(packet.writeBytes(body));
    }

    /** A variable byte integer. */
    public static void length(ByteBuf out, int length) {
        int rest = length;
        while (rest > 127) {
            out.writeByte(rest & 127 | 128);
            rest >>= 7;
        }
        out.writeByte(rest);
    }

    public static void text(ByteBuf out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(bytes.length).writeBytes(bytes);
    }
}
