package io.sluice.launcher.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublicFiguresTest {
    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;
    private PublicFigures figures;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            String page = pages.get(exchange.getRequestURI().getPath());
            byte[] body = page == null ? new byte[0] : page.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(page == null ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        figures = new PublicFigures("http://127.0.0.1:" + server.getAddress().getPort(), Optional.empty());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void theStatusLineIsTheContractsToTheLetter() throws Exception {
        pages.put("/api/v1/ledger", ledger(5, 0, 3));
        pages.put("/metrics", """
                sluice_gateway_connections 200.0
                sluice_stream_freshness_seconds_bucket{tier="1s",le="0.25",} 99.0
                sluice_stream_freshness_seconds_bucket{tier="1s",le="+Inf",} 100.0
                """);
        StatusLine status = new StatusLine(figures);

        assertEquals("devices=200 messages/s=0 rollups/s=0 freshness-p99-ms=250 residue=3", status.next());
        assertEquals("devices=200 messages/s=0 rollups/s=0 freshness-p99-ms=- residue=3", status.next());
    }

    @Test
    void ratesAreOfWhatCameSinceTheLineBefore() throws Exception {
        pages.put("/api/v1/ledger", ledger(5, 0, 0));
        pages.put("/metrics", "sluice_ingest_messages_total{outcome=\"new\",} 1000000.0\n");
        StatusLine status = new StatusLine(figures);

        assertTrue(!status.next().contains(" messages/s=0 "));
        assertTrue(status.next().contains(" messages/s=0 "));
    }

    @Test
    void aPipelineHasSettledWhenItsBalanceStaysTheSameForSeconds() throws Exception {
        pages.put("/api/v1/ledger", ledger(5, 0, 0));

        LedgerFigures settled = new Settling(figures).await(Duration.ofSeconds(30));

        assertEquals(5, settled.counted());
        assertTrue(asked.get() >= 8, () -> "asked " + asked.get() + " times");
    }

    @Test
    void aPipelineThatDoesNotBalanceIsReportedAsItIsAtTheDeadline() throws Exception {
        pages.put("/api/v1/ledger", ledger(5, 2, 0));

        assertEquals(2, new Settling(figures).await(Duration.ofMillis(100)).inFlight());
    }

    @Test
    void anAnswerOtherThan200IsAFailure() {
        IOException thrown = assertThrows(IOException.class, () -> figures.ledger());

        assertEquals("/api/v1/ledger?by=fleet must answer 200, was 404", thrown.getMessage());
    }

    private static String ledger(long counted, long inFlight, long residue) {
        return "{\"produced\":5,\"counted\":" + counted + ",\"late\":0,\"duplicates\":0,\"rejected\":{},\"missing\":0,"
                + "\"inFlight\":" + inFlight + ",\"residue\":" + residue + "}";
    }
}
