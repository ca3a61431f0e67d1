package io.sluice.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.ManualClock;
import io.sluice.kit.access.HttpGuard;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The door with a token file. */
class GuardedDoorTest {
    private static final String TOKEN = "0123456789abcdef0123";

    /** As {@link TestDoor} allows it. */
    private static final String PAGE = "https://other.example";

    @TempDir
    Path folder;

    private TestDoor door;

    @BeforeEach
    void open() throws Exception {
        Path tokens = Files.writeString(folder.resolve("tokens"), TOKEN + "\n");
        Settings settings = Settings.defaults(CommonSettings.all()).with(CommonSettings.HTTP_TOKEN_FILE, tokens);
        door = new TestDoor(new ManualClock(1_732_412_345_000L), HttpGuard.from(settings));
    }

    @AfterEach
    void close() {
        door.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/metrics",
                "/openapi.yaml",
                "/api/v1/series",
                "/api/v1/stream",
                "/api/v1/devices",
                "/api/v1/nothing",
                "/health/ready/../../metrics"
            })
    void nothing_but_health_is_answered_without_a_token(String path) {
        HttpResponse<String> answer = door.get(path);

        assertEquals(401, answer.statusCode());
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("content-type").orElse(""));
        assertEquals(2, answer.headers().allValues("www-authenticate").size());
        assertTrue(answer.body().contains("http.token-file"), answer.body());
    }

    @Test
    void health_is_open_to_probes() {
        assertEquals(200, door.get("/health/live").statusCode());
        assertEquals(200, door.get("/health/ready").statusCode());
    }

    @Test
    void a_token_opens_everything_as_bearer_or_as_a_browser_sends_it() {
        String pair = Base64.getEncoder().encodeToString(("me:" + TOKEN).getBytes(StandardCharsets.UTF_8));

        for (String authorization : new String[] {"Bearer " + TOKEN, "Basic " + pair}) {
            assertEquals(
                    200,
                    door.send("GET", "/api/v1/devices", "Authorization", authorization)
                            .statusCode());
            assertEquals(
                    200,
                    door.send("GET", "/metrics", "Authorization", authorization).statusCode());
        }
        assertEquals(
                401,
                door.send("GET", "/metrics", "Authorization", "Bearer " + TOKEN + "x")
                        .statusCode());
    }

    @Test
    void a_page_of_the_origin_allowed_is_told_before_it_shows_its_token() {
        HttpResponse<String> answer = preflight("/api/v1/stream", PAGE);

        assertEquals(204, answer.statusCode());
        assertEquals(PAGE, header(answer, "access-control-allow-origin"));
        assertEquals("GET, HEAD", header(answer, "access-control-allow-methods"));
        assertEquals("Authorization, Cache-Control, Last-Event-ID", header(answer, "access-control-allow-headers"));
        assertEquals("7200", header(answer, "access-control-max-age"));
        assertEquals("", header(answer, "access-control-allow-credentials"));
        assertEquals("", answer.body());
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/series, https://nosy.example",
        "/api/v1/series, https://other.example.nosy.example",
        "/api/v1/series, null",
        "/metrics, https://other.example",
        "/, https://other.example"
    })
    void nobody_else_is_told_anything(String path, String origin) {
        HttpResponse<String> answer = preflight(path, origin);

        assertEquals(401, answer.statusCode());
        assertTrue(answer.headers().map().keySet().stream().noneMatch(name -> name.startsWith("access-control-")));
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/devices, 401, ''", "/api/v1/series?tier=2s, 400, token", "/api/v1/nothing, 404, token"})
    void the_page_may_read_why_it_is_refused(String path, int status, String shown) {
        String authorization = shown.isEmpty() ? "Bearer wrong" : "Bearer " + TOKEN;
        HttpResponse<String> answer = door.send("GET", path, "Origin", PAGE, "Authorization", authorization);

        assertEquals(status, answer.statusCode());
        assertEquals(PAGE, header(answer, "access-control-allow-origin"));
    }

    @Test
    void the_page_may_read_the_stream() {
        HttpResponse<String> answer =
                door.send("HEAD", "/api/v1/stream", "Origin", PAGE, "Authorization", "Bearer " + TOKEN);

        assertEquals(200, answer.statusCode());
        assertEquals(PAGE, header(answer, "access-control-allow-origin"));
    }

    private HttpResponse<String> preflight(String path, String origin) {
        return door.send(
                "OPTIONS",
                path,
                "Origin",
                origin,
                "Access-Control-Request-Method",
                "GET",
                "Access-Control-Request-Headers",
                "authorization");
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
