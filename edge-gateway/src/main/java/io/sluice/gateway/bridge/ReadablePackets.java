package io.sluice.gateway.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A broker's packets as they came, but for what Paho's receiving thread would end by, without a word: the broker would
 * deliver that publish again after each connect, and all others behind it. See {@link PublishBytes}.
 *
 * <p>A publish that is far too long is cut to one byte of payload too many, and without its properties, to be refused
 * for its length. The broker is not told how long one may be: Mosquitto (2.0.11) drops those, keeps the place of each
 * among what we have not acknowledged, and so sends nothing any more after as many as the receive maximum.
 *
 * <p>Goes on where it was after a {@link java.net.SocketTimeoutException}, as Paho expects. One thread.
 */
final class ReadablePackets extends InputStream {
    private static final int PUBLISH = 3;
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
            PublishBytes publish = new PublishBytes(packet, filled);
            if (needed() > filled) {
                discard(needed() - filled);
                packet = publish.cut(maxPayloadBytes + 1);
                filled = packet.length;
            } else {
                publish.clean();
            }
        }
        return true;
    }

    private boolean isPublish() {
        return filled > 0 && (packet[0] & 0xff) >> 4 == PUBLISH;
    }

    /** How many bytes of the packet are read into memory: no broker has so much to say beside publishes. */
    private int kept() throws IOException {
        int needed = needed();
        if (isPublish()) {
            return Math.min(needed, maxPayloadBytes + HEAD_BYTES);
        }
        if (needed > HEAD_BYTES) {
            throw new IOException("packet other than PUBLISH must be <= " + HEAD_BYTES + " bytes, was " + needed);
        }
        return needed;
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
}
