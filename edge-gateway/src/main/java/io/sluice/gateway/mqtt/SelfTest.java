package io.sluice.gateway.mqtt;

import io.sluice.gateway.mqtt.connect.Admission;
import io.sluice.gateway.mqtt.listen.ListenerTls;
import io.sluice.gateway.mqtt.listen.Transport;
import io.sluice.gateway.mqtt.listen.WebSocketDoor;
import io.sluice.gateway.mqtt.packet.ClientIds;
import io.sluice.gateway.mqtt.packet.Protocol;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves, by a connection of our own to each listener, that the gate stands before the broker: a plain Moquette refuses
 * MQTT 5, and a gate without a broker behind it gets no CONNACK to send. A machine with much else to do may be slow to
 * answer, which is no wrong answer: then we ask again.
 */
public final class SelfTest {
    private static final Logger log = LoggerFactory.getLogger(SelfTest.class);
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int TRIES = 6;
    private static final int CONNACK = 0x20;
    private static final int RECEIVE_MAXIMUM = 0x21;
    private static final String UPGRADE = "GET " + WebSocketDoor.PATH + " HTTP/1.1\r\nHost: localhost\r\n"
            + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Protocol: mqtt\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
    private static final byte[] DISCONNECT = {(byte) 0xE0, 0x00};

    private static final int BINARY_FRAME = 0x82;
    private static final int CLIENT_MASKS = 0x80;

    private final Admission admission;
    private final InetAddress address;
    private final @Nullable ListenerTls tls;

    public SelfTest(Admission admission, InetAddress bound, @Nullable ListenerTls tls) {
        this.admission = admission;
        this.address = bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound;
        this.tls = tls;
    }

    public void run(Transport transport, int port) throws IOException {
        try {
            for (int left = TRIES - 1; !isAnswered(transport, port, left == 0); left--) {
                log.atWarn().addKeyValue("listener", transport.port.key()).log("self-test had no answer in time");
            }
        } catch (IOException e) {
            throw new IOException(
                    "the durable gate must stand before the MQTT broker on " + transport.port.key()
                            + ", did not answer its self-test",
                    e);
        }
    }

    /** @throws IOException for a wrong answer, or for none where this is the last try */
    private boolean isAnswered(Transport transport, int port, boolean isLast) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(address, 0));
            admission.expectTester(socket.getLocalSocketAddress());
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
            switch (transport) {
                case TCP -> talk(socket);
                case WEBSOCKET -> talkInFrames(socket);
                case TLS -> talkEncrypted(socket);
            }
            return true;
        } catch (SocketTimeoutException | EOFException e) {
            if (isLast) {
                throw e;
            }
            return false;
        }
    }

    private static void talk(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(connect(ClientIds.assign()));
        check(readConnAck(new DataInputStream(socket.getInputStream())));
        out.write(DISCONNECT);
    }

    private void talkEncrypted(Socket socket) throws IOException {
        ListenerTls ours = tls;
        if (ours == null) {
            throw new IOException("a TLS listener must have a certificate, had none");
        }
        try (Socket encrypted = ours.connectOver(socket)) {
            talk(encrypted);
        }
    }

    private static void talkInFrames(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out.write(UPGRADE.getBytes(StandardCharsets.US_ASCII));
        String status = readHead(in);
        if (!status.startsWith("HTTP/1.1 101 ")) {
            throw new IOException("the WebSocket must open, the answer was " + status);
        }
        out.write(frame(connect(ClientIds.assign())));
        if (in.readUnsignedByte() != BINARY_FRAME) {
            throw new IOException("the first frame must be binary and whole, was another");
        }
        in.readUnsignedByte(); // its length: short, not masked
        check(readConnAck(in));
        out.write(frame(DISCONNECT));
    }

    /** The status line; the headers are read as well. */
    private static String readHead(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.substring(0, head.indexOf("\r\n"));
    }

    /** Masked with zeros, which leave the bytes as they are. */
    private static byte[] frame(byte[] packet) {
        byte[] frame = new byte[6 + packet.length];
        frame[0] = (byte) BINARY_FRAME;
        frame[1] = (byte) (CLIENT_MASKS | packet.length);
        System.arraycopy(packet, 0, frame, 6, packet.length);
        return frame;
    }

    public static byte[] connect(String clientId) {
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
