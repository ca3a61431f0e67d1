package io.sluice.gateway.bridge;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * A PUBLISH of MQTT 5 as bytes, changed in place to one that Paho reads: a {@code #} stands for each byte of a control
 * character or non-character in its texts, which MQTT lets pass (MQTT 5, 1.5.4). No topic holds a {@code #}: one that
 * was cleaned is refused like any other that is none of ours. Of what is malformed nothing is made right; Paho says so.
 */
final class PublishBytes {
    private static final int USER_PROPERTY = 0x26;

    private final byte[] packet;
    private final int filled;

    /** @param filled how many of the bytes are the packet's, or its beginning */
    PublishBytes(byte[] packet, int filled) {
        this.packet = packet;
        this.filled = filled;
    }

    /** The same with no properties and so many bytes of the payload, cleaned; for one of which more was there. */
    byte[] cut(int payloadBytes) {
        int topic = afterVarint(1);
        int properties = properties();
        int payload = Math.min(afterProperties(properties), filled - payloadBytes);
        ByteArrayOutputStream cut = new ByteArrayOutputStream();
        cut.write(packet[0]);
        int left = properties - topic + 1 + payloadBytes;
        while (left >= 0x80) {
            cut.write(left & 0x7f | 0x80);
            left >>>= 7;
        }
        cut.write(left);
        cut.write(packet, topic, properties - topic);
        cut.write(0); // bytes of properties
        cut.write(packet, payload, payloadBytes);
        return cut.toByteArray();
    }

    void clean() {
        int properties = properties();
        int end = afterProperties(properties);
        int next = afterVarint(properties);
        while (next < Math.min(end, filled)) {
            next = afterProperty(next);
        }
    }

    /** Where the length of a publish's properties stands; on the way there the topic is cleaned. */
    private int properties() {
        int qos = packet[0] >> 1 & 3;
        return afterText(afterVarint(1)) + (qos > 0 ? 2 : 0);
    }

    private int afterProperties(int properties) {
        int first = afterVarint(properties);
        int end = first;
        for (int i = properties; i < Math.min(first, filled); i++) {
            end += (packet[i] & 0x7f) << 7 * (i - properties);
        }
        return end;
    }

    /** MQTT 5, 3.3.2.3; one that a publish may not have ends the search, and Paho says so. */
    private int afterProperty(int from) {
        int value = from + 1;
        return switch (packet[from]) {
            case 0x01 -> value + 1; // payload format
            case 0x02 -> value + 4; // message expiry
            case 0x03, 0x08 -> afterText(value); // content type, response topic
            case 0x09 -> afterCorrelation(from);
            case 0x0b -> afterVarint(value); // subscription identifier
            case 0x23 -> value + 2; // topic alias
            case USER_PROPERTY -> afterText(afterText(value));
            default -> filled;
        };
    }

    /**
     * Paho takes a length of more than 32,767 for a negative one, and ends. Nobody here asks for the data: as many
     * bytes are a user property whose name says nothing.
     */
    private int afterCorrelation(int from) {
        int length = length(from + 1);
        int end = from + 3 + length;
        if (length > Short.MAX_VALUE && end <= filled) {
            packet[from] = USER_PROPERTY;
            packet[from + 1] = (byte) (length - 2 >> 8);
            packet[from + 2] = (byte) (length - 2);
            Arrays.fill(packet, from + 3, end - 2, (byte) '#');
            Arrays.fill(packet, end - 2, end, (byte) 0);
        }
        return end;
    }

    private int afterVarint(int from) {
        int last = from;
        while (last < filled && packet[last] < 0) {
            last++;
        }
        return last + 1;
    }

    /** Of a text or binary data; 0 behind the packet's end. */
    private int length(int from) {
        return from + 1 < filled ? (packet[from] & 0xff) << 8 | packet[from + 1] & 0xff : 0;
    }

    private int afterText(int from) {
        int end = from + 2 + length(from);
        for (int i = from + 2; i < Math.min(end, filled); ) {
            int bytes = unreadable(i);
            Arrays.fill(packet, i, Math.min(i + bytes, filled), (byte) '#');
            i += Math.max(bytes, 1);
        }
        return end;
    }

    /** How many bytes the character there has, if Paho does not read it, else 0. */
    private int unreadable(int i) {
        int first = packet[i] & 0xff;
        int second = unsigned(i + 1);
        int last = unsigned(i + 2);
        if (first < ' ' || first == 0x7f) {
            return 1; // U+0000 to U+001F, U+007F
        }
        if (first == 0xc2) {
            return second >= 0x80 && second < 0xa0 ? 2 : 0; // U+0080 to U+009F
        }
        if (first == 0xef) {
            boolean isNone = second == 0xb7 && last >= 0x90 && last < 0xb0 // U+FDD0 to U+FDEF
                    || second == 0xbf && last >= 0xbe; // U+FFFE, U+FFFF
            return isNone ? 3 : 0;
        }
        return first >= 0xf0 && (second & 0x0f) == 0x0f && last == 0xbf && unsigned(i + 3) >= 0xbe
                ? 4 // the last two of each further plane
                : 0;
    }

    private int unsigned(int i) {
        return i < filled ? packet[i] & 0xff : 0;
    }
}
