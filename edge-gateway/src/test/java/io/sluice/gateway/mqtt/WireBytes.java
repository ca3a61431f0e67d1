package io.sluice.gateway.mqtt;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Packets written by hand, so that they may be wrong. */
public final class WireBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public WireBytes put(int... bytes) {
        for (int each : bytes) {
            out.write(each);
        }
        return this;
    }

    public WireBytes put(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    WireBytes number(int value) {
        return put(value >>> 8, value);
    }

    public WireBytes text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return number(utf8.length).put(utf8);
    }

    /** MQTT's number of variable length. */
    WireBytes length(int value) {
        int left = value;
        while (left > 0x7F) {
            put((left & 0x7F) | 0x80);
            left >>>= 7;
        }
        return put(left);
    }

    WireBytes userProperties(int count) {
        WireBytes properties = new WireBytes();
        for (int i = 0; i < count; i++) {
            properties.put(0x26).text("k" + i).text("v");
        }
        return length(properties.bytes().length).put(properties.bytes());
    }

    static byte[] packet(int firstByte, WireBytes body) {
        byte[] content = body.bytes();
        return new WireBytes()
                .put(firstByte)
                .length(content.length)
                .put(content)
                .bytes();
    }

    public byte[] bytes() {
        return out.toByteArray();
    }
}
