package io.sluice.kit.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.kit.health.HealthCheck;
import io.sluice.kit.health.HealthRegistry;
import io.sluice.kit.health.HealthState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {
    private final HealthRegistry health = new HealthRegistry();
    private final AdminServer server =
            new AdminServer(InetAddress.getLoopbackAddress(), 0, () -> "sluice_build_info 1\n", health);

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void metricsAreServedAsPrometheusText() throws Exception {
        HttpResponse<String> answer = send("GET", "/metrics");

        assertEquals(200, answer.statusCode());
        assertEquals("sluice_build_info 1\n", answer.body());
        assertEquals(
                "text/plain; version=0.0.4; charset=utf-8",
                answer.headers().firstValue("content-type").orElseThrow());
    }

    @Test
    void aProcessThatIsNotReadySaysSoWith503AndTheReason() throws Exception {
        health.ready(HealthCheck.of("kafka", () -> HealthState.down("no broker")));

        assertEquals(200, send("GET", "/health/live").statusCode());
        HttpResponse<String> ready = send("GET", "/health/ready");
        assertEquals(503, ready.statusCode());
        assertTrue(ready.body().contains("\"reason\":\"no broker\""), ready.body());
    }

    @Test
    void anythingElseIsNotFoundOrNotAllowed() throws Exception {
        assertEquals(404, send("GET", "/health").statusCode());
        assertEquals(404, send("GET", "/metrics/x").statusCode());
        assertEquals(405, send("POST", "/metrics").statusCode());
        assertEquals(200, send("HEAD", "/metrics").statusCode());
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        AdminServer second = new AdminServer(InetAddress.getLoopbackAddress(), server.port(), () -> "", health);

        IOException thrown = assertThrows(IOException.class, second::start);

        assertTrue(
                String.valueOf(thrown.getMessage()).startsWith("admin.port must be free, was " + server.port()),
                thrown.getMessage());
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
