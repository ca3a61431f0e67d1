package io.sluice.gateway.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.gateway.mqtt.connect.Admission;
import io.sluice.gateway.mqtt.listen.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Of a listener that is slow, and of one that is not ours. */
class SelfTestTest {
    private static final byte[] CONNACK_OF_THE_GATE = {0x20, 6, 0, 0, 3, 0x21, 1, 0};
    private static final byte[] CONNACK_OF_ANOTHER = {0x20, 3, 0, 0, 0};

    private final SelfTest test = new SelfTest(new Admission(), InetAddress.getLoopbackAddress(), null);
    private final AtomicInteger connections = new AtomicInteger();

    /** Hangs up on as many as are told, and answers the others. */
    private void listen(ServerSocket listener, int turnedAway, byte[] answer) {
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    try (Socket client = listener.accept()) {
                        if (connections.incrementAndGet() > turnedAway) {
                            client.getOutputStream().write(answer);
                            client.getInputStream().readAllBytes();
                        }
                    }
                }
            } catch (IOException e) {
                // closed
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static ServerSocket listener() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @Test
    void whoDoesNotAnswerIsAskedAgain() throws IOException {
        try (ServerSocket listener = listener()) {
            listen(listener, 2, CONNACK_OF_THE_GATE);

            test.run(Transport.TCP, listener.getLocalPort());

            assertEquals(3, connections.get());
        }
    }

    @Test
    void whoNeverAnswersIsAskedNoMore() throws IOException {
        try (ServerSocket listener = listener()) {
            listen(listener, Integer.MAX_VALUE, CONNACK_OF_THE_GATE);

            assertThrows(IOException.class, () -> test.run(Transport.TCP, listener.getLocalPort()));

            assertEquals(6, connections.get());
        }
    }

    @Test
    void whoAnswersAsAnotherIsNotAskedAgain() throws IOException {
        try (ServerSocket listener = listener()) {
            listen(listener, 0, CONNACK_OF_ANOTHER);

            assertThrows(IOException.class, () -> test.run(Transport.TCP, listener.getLocalPort()));

            assertEquals(1, connections.get());
        }
    }
}
