package io.sluice.kit.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.kit.health.HealthCheck;
import io.sluice.kit.health.HealthRegistry;
import io.sluice.kit.health.HealthState;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void withATokenFileMetricsAskForATokenAndHealthDoesNot(@TempDir Path folder) throws Exception {
        Path tokens = Files.writeString(folder.resolve("tokens"), "0123456789abcdef0123\n");
        Settings settings = Settings.defaults(CommonSettings.all())
                .with(CommonSettings.ADMIN_PORT, 0)
                .with(CommonSettings.HTTP_TOKEN_FILE, tokens);
        try (AdminServer guarded = AdminServer.from(settings, () -> "up 1\n", health)) {
            guarded.start();
            HttpResponse<String> nobody = send(guarded, "GET", "/metrics");
            assertEquals(401, nobody.statusCode());
            assertEquals(
                    List.of("Basic realm=\"sluice\", charset=\"UTF-8\"", "Bearer realm=\"sluice\""),
                    nobody.headers().allValues("www-authenticate"));
            assertEquals(
                    401,
                    send(guarded, "GET", "/metrics", "Authorization", "Bearer no")
                            .statusCode());
            assertEquals(
                    "up 1\n",
                    send(guarded, "GET", "/metrics", "Authorization", "Bearer 0123456789abcdef0123")
                            .body());
            assertEquals(200, send(guarded, "GET", "/health/live").statusCode());
        }
    }

    @Test
    void aNameThatIsNotOfLoopbackIsMisdirectedOnEachPath() throws Exception {
        for (String path : List.of("/metrics", "/health/live", "/health/ready", "/")) {
            String answer = sendRaw("GET " + path + " HTTP/1.1\r\nHost: evil.example:9400\r\n");

            assertTrue(answer.startsWith("HTTP/1.1 421 "), answer);
            assertTrue(
                    answer.endsWith("\r\n\r\nHost must be localhost, *.localhost, a loopback address or bind.address"
                            + " while http.token-file is not set, was evil.example:9400\n"),
                    answer);
        }
    }

    @Test
    void aNameOfLoopbackAndNoneAreAnswered() throws Exception {
        for (String host : List.of("Host: localhost:1\r\n", "Host: [::1]\r\n", "")) {
            String answer = sendRaw("GET /metrics HTTP/1.0\r\n" + host);

            assertTrue(answer.contains(" 200 ") && answer.endsWith("sluice_build_info 1\n"), answer);
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        AdminServer second = new AdminServer(InetAddress.getLoopbackAddress(), server.port(), () -> "", health);

        IOException thrown = assertThrows(IOException.class, second::start);

        assertTrue(
                String.valueOf(thrown.getMessage()).startsWith("admin.port must be free, was " + server.port()),
                thrown.getMessage());
    }

    /** As no client library would send it; all that comes back. */
    private String sendRaw(String head) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        return send(server, method, path);
    }

    private static HttpResponse<String> send(AdminServer of, String method, String path, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + of.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
