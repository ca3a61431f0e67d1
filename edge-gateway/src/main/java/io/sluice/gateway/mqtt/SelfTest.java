package io.sluice.gateway.mqtt;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Proves, by a connection of our own, that the gate stands before the broker: a plain Moquette refuses MQTT 5, and a
 * gate without a broker behind it gets no CONNACK to send.
 */
final class SelfTest {
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int CONNACK = 0x20;
    private static final int RECEIVE_MAXIMUM = 0x21;
    private static final byte[] DISCONNECT = {(byte) 0xE0, 0x00};

    private SelfTest() {}

    static void run(Admission admission, InetAddress bound, int port) throws IOException {
        InetAddress address = bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound;
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(0));
            admission.expectTester(socket.getLocalPort());
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(connect(ClientIds.assign()));
            check(readConnAck(new DataInputStream(socket.getInputStream())));
            out.write(DISCONNECT);
        } catch (IOException e) {
            throw new IOException(
                    "the durable gate must stand before the MQTT broker, did not answer its self-test", e);
        }
    }

    static byte[] connect(String clientId) {
        byte[] id = clientId.getBytes(StandardCharsets.US_ASCII);
        byte[] head = {
            0x10,
            (byte) (13 + id.length), // CONNECT, remaining length
            0,
            4,
            'M',
            'Q',
            'T',
            'T',
            5, // MQTT 5
            2,
            0,
            0,
            0, // clean start, no keep-alive, no properties
            0,
            (byte) id.length
        };
        byte[] packet = Arrays.copyOf(head, head.length + id.length);
        System.arraycopy(id, 0, packet, head.length, id.length);
        return packet;
    }

    private static byte[] readConnAck(DataInputStream in) throws IOException {
        if (in.readUnsignedByte() != CONNACK) {
            throw new IOException("the first packet must be CONNACK, was another");
        }
        byte[] rest = new byte[in.readUnsignedByte()];
        in.readFully(rest);
        return rest;
    }

    /** Flags, reason, properties: accepted, and with the receive maximum that only the gate sends. */
    private static void check(byte[] connAck) throws IOException {
        boolean accepted = connAck.length > 2 && connAck[1] == 0;
        for (int i = 2; accepted && i + 2 < connAck.length; i++) {
            if (connAck[i] == RECEIVE_MAXIMUM
                    && (Byte.toUnsignedInt(connAck[i + 1]) << 8 | Byte.toUnsignedInt(connAck[i + 2]))
                            == Protocol.RECEIVE_MAXIMUM) {
                return;
            }
        }
        throw new IOException("CONNACK must be the gate's, was " + Arrays.toString(connAck));
    }
}
