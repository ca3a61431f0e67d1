package io.sluice.gateway.bridge;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * As much of an MQTT 5 broker as a bridge meets, byte by byte: what a broker may say and a library would not. Plays the
 * same script to each connection.
 */
final class ScriptedBroker implements AutoCloseable {
    private static final int CONNECT = 1;
    private static final int PUBLISH = 3;
    private static final int PUBACK = 4;
    private static final int SUBSCRIBE = 8;
    private static final int UNSUBSCRIBE = 10;
    private static final int PINGREQ = 12;

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Map<Socket, Thread> clients = new ConcurrentHashMap<>();
    private final List<Integer> acknowledged = new CopyOnWriteArrayList<>();
    private final List<byte[]> published = new CopyOnWriteArrayList<>();
    private final List<String> subscribed = new CopyOnWriteArrayList<>();
    private final List<String> unsubscribed = new CopyOnWriteArrayList<>();
    private final int granted;
    private final List<byte[]> kept;
    private final List<byte[]> afterwards;
    private volatile byte[] connect = new byte[0];
    private final AtomicInteger connects = new AtomicInteger();

    /**
     * @param granted reason code of SUBACK
     * @param kept packets sent with CONNACK, as of a session that was kept
     * @param afterwards packets sent with SUBACK
     */
    ScriptedBroker(int granted, List<byte[]> kept, List<byte[]> afterwards) throws IOException {
        this.granted = granted;
        this.kept = kept;
        this.afterwards = afterwards;
        Thread thread = new Thread(this::accept, "scripted-broker");
        thread.setDaemon(true);
        thread.start();
    }

    static byte[] publish(int packetId, String topic, String payload) {
        return publish(packetId, topic, new byte[0], payload);
    }

    /** @param properties as they stand behind their length */
    static byte[] publish(int packetId, String topic, byte[] properties, String payload) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(text(topic));
        body.write(packetId >> 8);
        body.write(packetId);
        writeLength(properties.length, body);
        body.writeBytes(properties);
        body.writeBytes(payload.getBytes(StandardCharsets.UTF_8));
        return packet(0x32, body.toByteArray());
    }

    static byte[] userProperty(String name, String value) {
        ByteArrayOutputStream property = new ByteArrayOutputStream();
        property.write(0x26);
        property.writeBytes(text(name));
        property.writeBytes(text(value));
        return property.toByteArray();
    }

    private static byte[] text(String text) {
        return binary(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] binary(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes.length >> 8);
        out.write(bytes.length);
        out.writeBytes(bytes);
        return out.toByteArray();
    }

    static byte[] packet(int first, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        writeLength(body.length, out);
        out.writeBytes(body);
        return out.toByteArray();
    }

    private static void writeLength(int length, ByteArrayOutputStream out) {
        int left = length;
        while (left >= 0x80) {
            out.write(left & 0x7f | 0x80);
            left >>>= 7;
        }
        out.write(left);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Thread thread = new Thread(() -> serve(client), "scripted-broker-client");
                thread.setDaemon(true);
                clients.put(client, thread);
                thread.start();
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            while (true) {
                int type = in.readUnsignedByte() >> 4;
                answer(type, in.readNBytes(length(in)), client.getOutputStream());
            }
        } catch (IOException e) {
            // the client is gone
        }
    }

    private static int length(DataInputStream in) throws IOException {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            int next = in.readUnsignedByte();
            length |= (next & 0x7f) << shift;
            if (next < 0x80) {
                return length;
            }
        }
    }

    private void answer(int type, byte[] body, OutputStream out) throws IOException {
        switch (type) {
            case CONNECT -> {
                connect = body;
                connects.incrementAndGet();
                out.write(packet(0x20, new byte[] {(byte) (kept.isEmpty() ? 0 : 1), 0, 0}));
                send(kept, out);
            }
            case SUBSCRIBE -> {
                int end = 5 + (body[3] << 8 | body[4]);
                subscribed.add(new String(body, 5, end - 5, StandardCharsets.UTF_8) + " " + body[end]);
                out.write(packet(0x90, new byte[] {body[0], body[1], 0, (byte) granted}));
                send(afterwards, out);
            }
            case UNSUBSCRIBE -> {
                unsubscribed.add(new String(body, 5, body.length - 5, StandardCharsets.UTF_8));
                out.write(packet(0xb0, new byte[] {body[0], body[1], 0, 0}));
            }
            case PUBACK -> acknowledged.add((body[0] & 0xff) << 8 | body[1] & 0xff);
            case PUBLISH -> published.add(body);
            case PINGREQ -> out.write(packet(0xd0, new byte[0]));
            default -> {}
        }
    }

    private static void send(List<byte[]> packets, OutputStream out) throws IOException {
        for (byte[] packet : packets) {
            out.write(packet);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    int connects() {
        return connects.get();
    }

    /** Whether the last CONNECT had a Maximum Packet Size among its properties, which are numbers all. */
    boolean isToldHowLongAPacketMayBe() {
        int end = 11 + connect[10];
        for (int at = 11; at < end; ) {
            switch (connect[at]) {
                case 0x27 -> {
                    return true;
                }
                case 0x11 -> at += 5; // session expiry
                case 0x17, 0x19 -> at += 2; // problem and response information
                default -> at += 3; // receive maximum, topic alias maximum
            }
        }
        return false;
    }

    List<Integer> acknowledged() {
        return acknowledged;
    }

    /** Filter and options byte of each subscription. */
    List<String> subscribed() {
        return subscribed;
    }

    List<String> unsubscribed() {
        return unsubscribed;
    }

    List<byte[]> published() {
        return published;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket client : clients.keySet()) {
            client.close();
        }
    }
}
