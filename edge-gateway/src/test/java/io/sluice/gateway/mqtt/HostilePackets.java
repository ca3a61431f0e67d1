package io.sluice.gateway.mqtt;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** What a hostile client sends: packets that are right, that were bent at random, and that mean harm. By a seed. */
final class HostilePackets {
    static final int IDS_TRIED = 20;

    private static final String[] IDS = {
        "",
        "a",
        "d\u0000e",
        "polygenelubricants",
        "../../etc/passwd",
        "$share/g/telemetry/#",
        "+",
        "#",
        "a/b",
        "x".repeat(300),
        "\uFFFF",
        "ü\u202E",
        "' OR 1=1 --",
        "\r\nPUBLISH"
    };
    private static final String[] PAYLOADS = {
        "{\"values\":{\"t\":1e999999}}",
        "{\"values\":{\"t\":" + "9".repeat(20_000) + "}}",
        "{\"seq\":9223372036854775808,\"epoch\":\"e\",\"values\":{\"t\":1}}",
        "{\"ts\":-1,\"values\":{\"t\":0.1e-99999999999}}",
        "[".repeat(50_000),
        "{\"a\":".repeat(20_000),
        "{\"" + "k".repeat(60_000) + "\":1}",
        "{\"values\":{\"\\uD800\":1}}",
        "NaN",
        "{\"t\":1,\"t\":2}",
        "\u0000\u0001\u0002",
        "{\"values\":{\"t\":1}}"
    };
    private static final byte[] GZIP_BOMB = gzip(new byte[20 << 20]);
    private static final byte[] ZSTD_BOMB = Zstd.compress(new byte[64 << 20]);

    private final Random random;
    private final boolean isMqtt5;

    HostilePackets(long seed) {
        random = new Random(seed);
        isMqtt5 = random.nextBoolean();
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The packets of one connection, in the order they are sent. */
    List<byte[]> sequence() {
        List<byte[]> packets = new ArrayList<>();
        if (random.nextInt(10) > 0) {
            packets.add(connect());
        }
        for (int i = random.nextInt(6); i >= 0; i--) {
            byte[] packet = anyPacket();
            packets.add(random.nextInt(3) == 0 ? bent(packet) : packet);
        }
        return packets;
    }

    static String clientId(int number) {
        return "hostile-" + number;
    }

    private <T> T one(T[] of) {
        return of[random.nextInt(of.length)];
    }

    private byte[] connect() {
        boolean isPlain = random.nextInt(3) > 0;
        WireBytes body = new WireBytes().text("MQTT").put(isMqtt5 ? 5 : 4);
        body.put(isPlain ? 2 : random.nextInt(256)).number(isPlain ? 0 : random.nextInt(65_536));
        if (isMqtt5) {
            body.userProperties(random.nextInt(50) == 0 ? 20_000 : 0);
        }
        body.text(isPlain ? clientId(random.nextInt(IDS_TRIED)) : one(IDS));
        for (int i = random.nextInt(4); i > 0 && !isPlain; i--) {
            body.text(one(IDS));
        }
        return WireBytes.packet(0x10, body);
    }

    private byte[] anyPacket() {
        return switch (random.nextInt(14)) {
            case 0 -> garbage();
            case 1 -> connect();
            case 2 -> announcesGigabytes();
            case 3 -> subscription(0x82);
            case 4 -> subscription(0xA2);
            case 5 -> reply();
            case 6 -> WireBytes.packet(random.nextInt(256), new WireBytes().put(randomBytes(random.nextInt(40))));
            case 7 -> compressed();
            case 8 -> WireBytes.packet(0xE0, new WireBytes().put(randomBytes(random.nextInt(8))));
            default -> publish(one(PAYLOADS).getBytes(StandardCharsets.UTF_8), "");
        };
    }

    private byte[] garbage() {
        return randomBytes(1 + random.nextInt(400));
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] announcesGigabytes() {
        return new WireBytes()
                .put(0x30 | random.nextInt(16), 0xFF, 0xFF, 0xFF, 0x7F)
                .put(garbage())
                .bytes();
    }

    private byte[] subscription(int firstByte) {
        WireBytes body = new WireBytes().number(random.nextInt(4));
        if (isMqtt5) {
            body.userProperties(random.nextInt(3));
        }
        for (int i = random.nextInt(4); i >= 0; i--) {
            body.text(random.nextBoolean() ? one(IDS) : "telemetry/#");
            if (firstByte == 0x82) {
                body.put(random.nextInt(5));
            }
        }
        return WireBytes.packet(firstByte, body);
    }

    private byte[] reply() {
        int[] types = {0x40, 0x50, 0x62, 0x70, 0x20, 0x90, 0xB0, 0xD0, 0xF0};
        return WireBytes.packet(
                types[random.nextInt(types.length)],
                new WireBytes().number(random.nextInt(5)).put(randomBytes(random.nextInt(4))));
    }

    private byte[] compressed() {
        return random.nextBoolean() ? publish(GZIP_BOMB, "gzip") : publish(ZSTD_BOMB, "zstd");
    }

    private byte[] publish(byte[] payload, String encoding) {
        int qos = random.nextInt(4);
        String topic = random.nextInt(4) > 0 ? "telemetry/site/hostile" : "telemetry/" + one(IDS) + "/" + one(IDS);
        WireBytes body = new WireBytes().text(random.nextInt(20) == 0 ? one(IDS) : topic);
        if (qos > 0) {
            body.number(random.nextInt(5));
        }
        if (isMqtt5) {
            properties(body, encoding);
        }
        return WireBytes.packet(0x30 | random.nextInt(2) << 3 | qos << 1 | random.nextInt(2), body.put(payload));
    }

    private void properties(WireBytes body, String encoding) {
        if (random.nextInt(10) == 0) {
            body.userProperties(1_000);
        } else if (!encoding.isEmpty()) {
            WireBytes property =
                    new WireBytes().put(0x26).text("content-encoding").text(encoding);
            body.length(property.bytes().length).put(property.bytes());
        } else if (random.nextInt(4) == 0) {
            body.put(3, 0x23).number(random.nextInt(20)); // a topic alias
        } else {
            body.put(0);
        }
    }

    private byte[] bent(byte[] packet) {
        byte[] bent = random.nextInt(4) == 0 ? Arrays.copyOf(packet, random.nextInt(packet.length + 8)) : packet;
        for (int i = random.nextInt(4); i > 0 && bent.length > 0; i--) {
            bent[random.nextInt(Math.min(64, bent.length))] = (byte) random.nextInt(256);
        }
        return bent;
    }
}
