package io.sluice.launcher.verify;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamWatchTest {
    private static final String WHOLE = "id: whole\nevent: rollups\ndata: []\n\n";

    private final List<String> resumedFrom = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void an_event_that_is_cut_off_behind_its_id_is_asked_for_again() {
        String first = resumeAfter(WHOLE + "id: cut\nevent: rollups\ndata: [{\"site\":");

        assertEquals("whole", first);
    }

    @Test
    void an_id_without_a_data_line_is_not_a_place_to_resume_from() {
        String first = resumeAfter(WHOLE + "id: cut\n");

        assertEquals("whole", first);
    }

    /** What the second connection says it has seen, after the first got this and was cut off. */
    private String resumeAfter(String body) {
        server.createContext("/api/v1/stream", exchange -> answer(exchange, body));
        try (StreamWatch watch =
                new StreamWatch("http://127.0.0.1:" + server.getAddress().getPort())) {
            watch.start();
            await().atMost(Duration.ofSeconds(60)).until(() -> resumedFrom.size() > 1);
        }
        return resumedFrom.get(1);
    }

    private void answer(HttpExchange exchange, String body) throws IOException {
        resumedFrom.add(String.valueOf(exchange.getRequestHeaders().getFirst("Last-Event-ID")));
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body.getBytes(StandardCharsets.UTF_8));
        }
    }
}
