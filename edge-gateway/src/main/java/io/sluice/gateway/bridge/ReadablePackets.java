package io.sluice.gateway.bridge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A broker's packets as they came, but for what Paho's receiving thread would end by, without a word: the broker would
 * deliver that publish again after each connect, and all others behind it. So a {@code #} stands for each byte of a
 * control character or non-character in a publish's texts, which MQTT lets pass (MQTT 5, 1.5.4). No topic holds a
 * {@code #}: one that was cleaned is refused like any other that is none of ours.
 *
 * <p>A publish that is far too long is cut to one byte of payload too many, and without its properties, to be refused
 * for its length. The broker is not told how long one may be: Mosquitto (2.0.11) drops those, keeps the place of each
 * among what we have not acknowledged, and so sends nothing any more after as many as the receive maximum.
 *
 * <p>Goes on where it was after a {@link java.net.SocketTimeoutException}, as Paho expects. One thread.
 */
final class ReadablePackets extends InputStream {
    private static final int PUBLISH = 3;
    private static final int USER_PROPERTY = 0x26;
    private static final int MAX_LENGTH_BYTES = 4;
    /** A topic of any length, and as many bytes of properties. */
    private static final int HEAD_BYTES = 1 << 17;

    private final InputStream in;
    private final int maxPayloadBytes;
    private byte[] packet = new byte[0];
    /** How much of the packet has come, and how much of it was handed on. */
    private int filled;

    private int at;
    /** How much of a publish that is too long was passed over. */
    private int discarded;

    ReadablePackets(InputStream in, int maxPayloadBytes) {
        this.in = in;
        this.maxPayloadBytes = maxPayloadBytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] out, int from, int length) throws IOException {
        if (at == 0 && !fill()) {
            return -1;
        }
        int count = Math.min(length, filled - at);
        System.arraycopy(packet, at, out, from, count);
        at += count;
        if (at == filled) {
            at = 0;
            filled = 0;
        }
        return count;
    }

    @Override
    public int available() throws IOException {
        return at > 0 ? filled - at : in.available();
    }

    /** The next packet, whole; false at the end. */
    private boolean fill() throws IOException {
        for (int kept = kept(); filled < kept; kept = kept()) {
            if (packet.length < kept) {
                packet = Arrays.copyOf(packet, kept);
            }
            int count = in.read(packet, filled, kept - filled);
            if (count < 0) {
                return filled > 0; // Paho sees that it is cut short
            }
            filled += count;
        }
        if (isPublish()) {
            if (needed() > filled) {
                discard(needed() - filled);
                shorten();
            }
            cleanPublish();
        }
        return true;
    }

    private boolean isPublish() {
        return filled > 0 && (packet[0] & 0xff) >> 4 == PUBLISH;
    }

    /** How many bytes of the packet are read into memory. */
    private int kept() {
        return isPublish() ? Math.min(needed(), maxPayloadBytes + HEAD_BYTES) : needed();
    }

    private void discard(int bytes) throws IOException {
        byte[] nowhere = new byte[8192];
        while (discarded < bytes) {
            int count = in.read(nowhere, 0, Math.min(nowhere.length, bytes - discarded));
            if (count < 0) {
                break;
            }
            discarded += count;
        }
        discarded = 0;
    }

    private void shorten() {
        int topic = afterVarint(1);
        int properties = properties();
        int payload = Math.min(afterProperties(properties), filled - maxPayloadBytes - 1);
        ByteArrayOutputStream cut = new ByteArrayOutputStream();
        cut.write(packet[0]);
        int left = properties - topic + 1 + maxPayloadBytes + 1;
        while (left >= 0x80) {
            cut.write(left & 0x7f | 0x80);
            left >>>= 7;
        }
        cut.write(left);
        cut.write(packet, topic, properties - topic);
        cut.write(0); // bytes of properties
        cut.write(packet, payload, maxPayloadBytes + 1);
        packet = cut.toByteArray();
        filled = packet.length;
    }

    /** How many bytes the packet has, as far as those that have come tell. */
    private int needed() {
        int length = 0;
        for (int i = 1; i <= MAX_LENGTH_BYTES; i++) {
            if (i >= filled) {
                return i + 1;
            }
            length |= (packet[i] & 0x7f) << 7 * (i - 1);
            if (packet[i] >= 0) {
                return i + 1 + length;
            }
        }
        return filled; // no length of MQTT's, which Paho will say
    }

    private void cleanPublish() {
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
