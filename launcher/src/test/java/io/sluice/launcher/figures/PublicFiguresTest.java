package io.sluice.launcher.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.sluice.api.ledger.LedgerBook;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublicFiguresTest {
    private final Map<String, Supplier<String>> pages = new ConcurrentHashMap<>();
    private HttpServer server;
    private PublicFigures figures;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Supplier<String> page = pages.get(exchange.getRequestURI().getPath());
            byte[] body = page == null ? new byte[0] : page.get().getBytes(StandardCharsets.UTF_8);
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
        says("/api/v1/ledger", ledger(5, 0, 3));
        says("/metrics", """
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
        says("/api/v1/ledger", ledger(5, 0, 0));
        says("/metrics", "sluice_ingest_messages_total{outcome=\"new\",} 1000000.0\n");
        StatusLine status = new StatusLine(figures);

        assertTrue(!status.next().contains(" messages/s=0 "));
        assertTrue(status.next().contains(" messages/s=0 "));
    }

    @Test
    void aPipelineHasSettledWhenItsBalanceStaysTheSameForSeconds() throws Exception {
        says("/api/v1/ledger", ledger(5, 0, 0));
        FakePace pace = new FakePace();

        LedgerFigures settled = new Settling(figures, pace).await(6, Duration.ofSeconds(30));

        assertEquals(5, settled.counted());
        assertEquals(Rest.LONG_ENOUGH, pace.passed());
    }

    @Test
    void aPipelineHasSettledAtOnceWhenItsLedgerHoldsAllThatWasAcknowledged() throws Exception {
        FakePace pace = new FakePace();
        pages.put("/api/v1/ledger", () -> ledger(5, pace.passed().toSeconds() >= 1 ? 0 : 2, 0));

        assertEquals(
                5, new Settling(figures, pace).await(5, Duration.ofSeconds(30)).counted());
        assertEquals(Duration.ofSeconds(1), pace.passed());
    }

    @Test
    void aLedgerThatLacksWhatWasAcknowledgedIsWaitedForEvenInBalance() throws Exception {
        FakePace pace = new FakePace();
        pages.put("/api/v1/ledger", () -> ledger(4, 0, 0));

        new Settling(figures, pace).await(5, Duration.ofSeconds(30));

        assertEquals(Rest.LONG_ENOUGH, pace.passed());
    }

    @Test
    void aResidueThatShowsOnlyOnceAllIsAtRestIsReported() throws Exception {
        FakePace pace = new FakePace();
        pages.put("/api/v1/ledger", () -> ledger(5, 0, pace.passed().toMillis() >= LedgerBook.SETTLE_MILLIS ? 1 : 0));

        assertEquals(
                1, new Settling(figures, pace).await(6, Duration.ofSeconds(30)).residue());
        assertEquals(Duration.ofSeconds(30), pace.passed());
    }

    @Test
    void aPipelineThatDoesNotBalanceIsReportedAsItIsAtTheDeadline() throws Exception {
        says("/api/v1/ledger", ledger(5, 2, 0));

        assertEquals(
                2,
                new Settling(figures, new FakePace())
                        .await(6, Duration.ofMillis(100))
                        .inFlight());
    }

    @Test
    void anAnswerOtherThan200IsAFailure() {
        IOException thrown = assertThrows(IOException.class, () -> figures.ledger());

        assertEquals("/api/v1/ledger?by=fleet must answer 200, was 404", thrown.getMessage());
    }

    private void says(String path, String page) {
        pages.put(path, () -> page);
    }

    private static String ledger(long counted, long inFlight, long residue) {
        return "{\"produced\":5,\"counted\":" + counted + ",\"late\":0,\"duplicates\":0,\"rejected\":{},\"missing\":0,"
                + "\"inFlight\":" + inFlight + ",\"residue\":" + residue + "}";
    }
}
