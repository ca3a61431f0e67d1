package io.sluice.api.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.json.JsonParts;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LongAnswersTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int NUMBERS = 500_000;

    private final List<Throwable> ends = new CopyOnWriteArrayList<>();
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private LongAnswers answers = new LongAnswers(2, new LongAnswers.Pace(LONG, LONG));

    @BeforeEach
    void listen() throws Exception {
        connector.setHost("127.0.0.1");
        connector.setAcceptedSendBufferSize(8_192);
        server.addConnector(connector);
        server.setHandler(new Answering());
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void whoTakesALittleNowAndThenIsHungUpOnThoughEachPartIsTaken() throws IOException {
        answers = new LongAnswers(2, new LongAnswers.Pace(Duration.ofMillis(500), Duration.ofMillis(20)));
        try (Socket socket = ask()) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
                takeAPart(socket);
                return !ends.isEmpty();
            });
        }
        assertTrue(ends.get(0).toString().contains("must be taken within PT0.5S and PT0.02S a part"), ends::toString);
    }

    @Test
    void oneTooManyEndsTheOldest() throws IOException {
        try (Socket oldest = ask();
                Socket other = ask()) {
            assertEquals(List.of(), ends);
            try (Socket last = ask()) {
                await().atMost(PATIENCE).until(() -> !ends.isEmpty());
                assertEquals(
                        "answers under way must be <= 2, were more", ends.get(0).getMessage());
                String end = (NUMBERS - 1) + "]}";
                assertTrue(RawHttp.readUntil(other, end).contains(end));
                assertTrue(RawHttp.readUntil(last, end).contains(end));
            }
        }
    }

    private Socket ask() throws IOException {
        Socket socket = RawHttp.slowReader(connector.getLocalPort(), "GET / HTTP/1.0");
        RawHttp.readUntil(socket, "numbers");
        return socket;
    }

    private static void takeAPart(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        try {
            in.readNBytes(64 * 1024);
        } catch (SocketException e) {
            assertTrue(e.toString().contains("reset"), e::toString);
        }
    }

    private final class Answering extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            JsonParts numbers = JsonParts.<Integer>endingInArray(
                    json -> json.beginObject().name("numbers").beginArray(),
                    IntStream.range(0, NUMBERS).iterator(),
                    (json, number) -> json.value(number));
            Callback ending = Callback.from(callback::succeeded, cause -> {
                ends.add(cause);
                callback.failed(cause);
            });
            answers.begin(new Exchange(request, response, ending), numbers);
            return true;
        }
    }
}
