package io.sluice.bench.mqtt.storm;

import static io.sluice.bench.mqtt.storm.Assaults.ascii;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.sluice.bench.mqtt.ConnectPacket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** PUBLISHes of MQTT 5 at QoS 1 that are all within the largest packet, and none of them a reading. */
final class HostilePublishes {
    private static final String TOPIC = "telemetry/bench/evil";
    private static final int LARGE = 200_000;
    private static final int PROPERTIES = 10_000;
    private static final int BOMB_BYTES = 100 << 20;
    private static final byte[] NONE = {0};

    private HostilePublishes() {}

    static List<byte[]> all() {
        byte[] reading = ascii("{\"temp\":21.4}");
        return List.of(
                publish(TOPIC, propertyFlood(), reading),
                publish(TOPIC, NONE, ascii("[".repeat(LARGE))),
                publish(TOPIC, NONE, ascii("{\"a\":".repeat(LARGE / 5))),
                publish(TOPIC, encoding("gzip"), bomb()),
                publish(TOPIC, NONE, ascii("{\"temp\":" + "9".repeat(LARGE) + "}")),
                publish(TOPIC, NONE, ascii("{\"temp\":1e" + "9".repeat(LARGE) + "}")),
                publish("telemetry/bench/../../\u0001 or 1=1", NONE, reading),
                publish("telemetry/bench/" + "e".repeat(60_000), NONE, reading),
                publish("telemetry/" + "/".repeat(10_000), NONE, reading));
    }

    private static byte[] publish(String topic, byte[] properties, byte[] payload) {
        ByteBuf body = Unpooled.buffer();
        ConnectPacket.text(body, topic);
        return ConnectPacket.framed(
                0x32, body.writeShort(1).writeBytes(properties).writeBytes(payload));
    }

    /** User properties, with their length before them. */
    static byte[] propertyFlood() {
        ByteBuf all = Unpooled.buffer();
        for (int i = 0; i < PROPERTIES; i++) {
            user(all, "k" + i, "v");
        }
        return withLength(all);
    }

    private static byte[] encoding(String name) {
        ByteBuf all = Unpooled.buffer();
        user(all, "content-encoding", name);
        return withLength(all);
    }

    private static void user(ByteBuf out, String key, String value) {
        out.writeByte(0x26);
        ConnectPacket.text(out, key);
        ConnectPacket.text(out, value);
    }

    private static byte[] withLength(ByteBuf properties) {
        ByteBuf all = Unpooled.buffer();
        ConnectPacket.length(all, properties.readableBytes());
        return ByteBufUtil.getBytes(all.writeBytes(properties));
    }

    /** A hundred megabytes of blanks in a hundred kilobytes. */
    private static byte[] bomb() {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] blanks = ascii(" ".repeat(1 << 20));
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            for (int i = 0; i < BOMB_BYTES; i += blanks.length) {
                gzip.write(blanks);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
