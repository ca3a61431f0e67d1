package io.sluice.gateway.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/**
 * Sequences of bent and hostile packets, and of right ones that nobody expects, on sockets of the real front: each
 * connection is answered within the protocol and ends, and a good client is served all along. A seed sends the same
 * again, without what others did beside it: {@code -Dsluice.hostile.seed=…}; {@code -Dsluice.hostile.sequences=…} asks
 * for more than 20 s allow.
 */
final class HostileSequencesTest {
    private static final String SEED = "sluice.hostile.seed";
    private static final long SEQUENCES = Long.getLong("sluice.hostile.sequences", 3_000);
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final int ATTACKERS = 8;
    private static final int GOOD_EVERY_MILLIS = 20;
    private static final int PATIENCE_MILLIS = 60_000;

    private final AtomicLong next = new AtomicLong(Long.getLong(SEED, 1));
    private final long last = Long.getLong(SEED, SEQUENCES);

    /** CONNACK to PUBCOMP, SUBACK, UNSUBACK, PINGRESP and DISCONNECT. */
    private static final Set<Integer> FROM_SERVERS = Set.of(2, 3, 4, 5, 6, 7, 9, 11, 13, 14);

    @Test
    void anySequenceIsAnsweredWithinTheProtocolAndHarmsNobodyElse() throws Exception {
        attack(seed -> new HostilePackets(seed).sequence(), HostilePackets.IDS_TRIED, HostilePackets::clientId);
    }

    @Test
    void sessionsThatComeAndGoUnderOneNameHarmNobodyElse() throws Exception {
        attack(seed -> new RestlessPackets(seed).sequence(), RestlessPackets.IDS, RestlessPackets::clientId);
    }

    private void attack(LongFunction<List<byte[]>> sequences, int ids, IntFunction<String> clientId) throws Exception {
        try (FrontFixture front = new FrontFixture(true)) {
            front.start();
            ExecutorService hostile = Executors.newFixedThreadPool(ATTACKERS);
            List<Future<Long>> attacks = new ArrayList<>();
            for (int i = 0; i < ATTACKERS; i++) {
                attacks.add(hostile.submit(() -> attack(front, sequences)));
            }
            hostile.shutdown();
            try (RawClient good = RawClient.connected(front.port(), MqttVersion.MQTT_5)) {
                for (int i = 1; !hostile.awaitTermination(GOOD_EVERY_MILLIS, TimeUnit.MILLISECONDS); i++) {
                    serve(good, i);
                }
            }
            long count = 0;
            for (Future<Long> attack : attacks) {
                count += attack.get();
            }
            System.out.println(count + " sequences");
            assertEveryClientIsLetIn(front, ids, clientId);
        }
    }

    /** Takes the next seed as long as there are any, or time. */
    private long attack(FrontFixture front, LongFunction<List<byte[]>> sequences) {
        boolean isBounded = Long.getLong("sluice.hostile.sequences") == null;
        long deadlineNanos = System.nanoTime() + BOUND.toNanos();
        long count = 0;
        for (long seed = next.getAndIncrement(); seed <= last; seed = next.getAndIncrement()) {
            if (isBounded && System.nanoTime() - deadlineNanos >= 0) {
                return count;
            }
            runOne(front, seed, sequences.apply(seed));
            count++;
        }
        return count;
    }

    private static void runOne(FrontFixture front, long seed, List<byte[]> packets) {
        try {
            judge(exchange(front.port(), packets, new Random(seed)));
            assertTrue(front.isLive(), "the front must live");
        } catch (IOException | RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "seed " + seed + ": " + e + "; -D" + SEED + "=" + seed + " sends the same again, alone", e);
        }
    }

    /** Says all it has to say, then that this was all; what it was answered until the other side closed. */
    private static byte[] exchange(int port, List<byte[]> packets, Random random) throws IOException {
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            try {
                for (byte[] packet : packets) {
                    write(socket, packet, random);
                }
                if (random.nextInt(8) == 0) {
                    return new byte[0]; // it hangs up
                }
                socket.shutdownOutput();
                socket.getInputStream().transferTo(answers);
            } catch (SocketException e) {
                return answers.toByteArray(); // reset: it was closed while we wrote
            }
        }
        return answers.toByteArray();
    }

    private static void write(Socket socket, byte[] packet, Random random) throws IOException {
        int cut = packet.length == 0 || random.nextInt(4) > 0 ? packet.length : random.nextInt(packet.length);
        socket.getOutputStream().write(packet, 0, cut);
        socket.getOutputStream().write(packet, cut, packet.length - cut);
    }

    private static void judge(byte[] answers) {
        ByteBuffer left = ByteBuffer.wrap(answers);
        for (int i = 0; left.hasRemaining(); i++) {
            int type = Byte.toUnsignedInt(left.get()) >>> 4;
            assertTrue(FROM_SERVERS.contains(type), "a server must not send packets of type " + type);
            assertEquals(i == 0, type == 2, "CONNACK must come first and once");
            int length = 0;
            for (int shift = 0, next = 0x80; (next & 0x80) != 0; shift += 7) {
                next = left.get();
                length |= (next & 0x7F) << shift;
            }
            assertTrue(length <= left.remaining(), "a packet of " + length + " bytes must be whole");
            left.position(left.position() + length);
        }
    }

    private static void serve(RawClient good, int packetId) throws InterruptedException {
        good.send(Sent.publish(1, packetId, "telemetry/site/good", Sent.json(packetId)));
        assertEquals(packetId, good.expectId(MqttMessageType.PUBACK), "a good client must be served");
    }

    /** Also under their ids; there are more of them than session loops. */
    private static void assertEveryClientIsLetIn(FrontFixture front, int ids, IntFunction<String> clientId)
            throws InterruptedException {
        for (int i = 0; i < ids; i++) {
            try (RawClient client =
                    RawClient.connected(front.port(), Sent.connect(MqttVersion.MQTT_3_1_1, clientId.apply(i), true))) {
                client.send(Sent.subscribe(2, "commands/a/b/#"));
                assertEquals(2, client.expectId(MqttMessageType.SUBACK));
            }
        }
        assertTrue(front.isLive());
    }
}
