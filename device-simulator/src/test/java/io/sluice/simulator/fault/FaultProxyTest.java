package io.sluice.simulator.fault;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FaultProxyTest {
    private final ServerSocket target = listen();
    private final FaultProxy proxy = proxyTo(target.getLocalPort());
    private Socket client = new Socket();
    private Socket server = new Socket();

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static FaultProxy proxyTo(int port) {
        try {
            return FaultProxy.to(port);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void connect() throws IOException {
        client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        server = target.accept();
        client.setSoTimeout(60_000);
        server.setSoTimeout(60_000);
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        client.close();
        server.close();
        target.close();
    }

    private static void say(Socket from, String text) throws IOException {
        from.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hear(Socket at, int bytes) throws IOException {
        return new String(at.getInputStream().readNBytes(bytes), StandardCharsets.UTF_8);
    }

    @Test
    void carriesBothDirectionsAndCountsThem() throws IOException {
        say(client, "question");
        assertEquals("question", hear(server, 8));
        say(server, "no");
        assertEquals("no", hear(client, 2));
        await().untilAsserted(() -> assertEquals(8, proxy.upstream().bytes()));
        await().untilAsserted(() -> assertEquals(2, proxy.downstream().bytes()));
    }

    @Test
    void delaysWithoutSlowingWhatFollows() throws IOException {
        client.setTcpNoDelay(true); // else what follows comes in one piece
        proxy.upstream().latency(Duration.ofMillis(700));
        long start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            say(client, "x");
        }
        hear(server, 20);
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertTrue(millis >= 700 && millis < 9_000, "took " + millis + " ms"); // one after the other: 14 s
    }

    @Test
    void slicesIntoSmallWrites() throws IOException {
        proxy.upstream().slices(3);
        byte[] sent = new byte[1_000];
        new Random(1).nextBytes(sent);
        client.getOutputStream().write(sent);
        assertArrayEquals(sent, server.getInputStream().readNBytes(1_000));
        assertTrue(
                proxy.upstream().packets() >= 333, "came in " + proxy.upstream().packets());
    }

    @Test
    void keepsToABandwidth() throws IOException {
        proxy.upstream().bandwidth(10_000);
        long start = System.nanoTime();
        client.getOutputStream().write(new byte[5_000]);
        server.getInputStream().readNBytes(5_000);
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertTrue(millis >= 400, "took " + millis + " ms");
    }

    @Test
    void holdsOneDirectionAndDeliversItWhenHealed() throws IOException {
        proxy.upstream().hold(true);
        say(client, "lost?");
        server.setSoTimeout(200);
        assertThrows(SocketTimeoutException.class, () -> hear(server, 1));
        say(server, "still here");
        assertEquals("still here", hear(client, 10));
        server.setSoTimeout(60_000);

        proxy.heal();

        assertEquals("lost?", hear(server, 5));
    }

    @Test
    void makesTheSenderWaitWhileItHolds() throws IOException, InterruptedException {
        proxy.upstream().hold(true);
        Thread flood = new Thread(() -> {
            try {
                client.getOutputStream().write(new byte[64 << 20]);
            } catch (IOException e) {
                return; // closed at the end of the test
            }
        });
        flood.start();
        await().during(Duration.ofMillis(300)).until(flood::isAlive);
        assertEquals(0, proxy.upstream().bytes());
        client.close();
        flood.join(60_000);
    }

    @Test
    void closesOneHalf() throws IOException {
        seeBothEnds();
        proxy.upstream().halfClose();
        assertEquals(-1, server.getInputStream().read());
        say(server, "bye");
        assertEquals("bye", hear(client, 3));
    }

    @Test
    void carriesTheEndOfOneHalf() throws IOException {
        say(client, "last");
        client.shutdownOutput();
        assertEquals("last", hear(server, 10));
        say(server, "answer");
        server.close();
        assertEquals("answer", hear(client, 10));
        await().untilAsserted(() -> assertEquals(0, proxy.connections()));
    }

    @Test
    void resetsBothSides() throws IOException {
        seeBothEnds();
        proxy.reset();
        assertThrows(IOException.class, () -> expectMore(client));
        assertThrows(IOException.class, () -> expectMore(server));
        assertEquals(0, proxy.connections());
    }

    @Test
    void carriesAResetToTheOtherSide() throws IOException {
        seeBothEnds();
        client.setSoLinger(true, 0);
        client.close();
        assertThrows(IOException.class, () -> expectMore(server));
        await().untilAsserted(() -> assertEquals(0, proxy.connections()));
    }

    @Test
    void leavesTheServerAloneWithAConnectionThatIsHalfOpen() throws IOException {
        seeBothEnds();
        proxy.forsake();
        assertThrows(IOException.class, () -> expectMore(client));
        say(server, "are you there?");
        server.setSoTimeout(300);
        assertThrows(SocketTimeoutException.class, () -> hear(server, 1));
        server.close();
        await().untilAsserted(() -> assertEquals(0, proxy.connections()));
    }

    /** The target may have accepted a connection before the proxy knows of it. */
    private void seeBothEnds() throws IOException {
        say(client, "?");
        assertEquals("?", hear(server, 1));
        say(server, "!");
        assertEquals("!", hear(client, 1));
    }

    private static void expectMore(Socket at) throws IOException {
        if (at.getInputStream().read() < 0) {
            throw new AssertionError("must be reset, ended in order");
        }
    }

    @Test
    void refusesAndHeals() throws IOException {
        proxy.refuse(true);
        try (Socket refused = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            assertThrows(IOException.class, () -> expectMore(refused));
        }
        proxy.heal();
        try (Socket taken = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                Socket behind = target.accept()) {
            say(taken, "x");
            assertEquals("x", hear(behind, 1));
        }
    }
}
