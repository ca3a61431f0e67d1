package io.sluice.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.ManualClock;
import io.sluice.kit.access.HttpGuard;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The door on loopback, by names that are not its own. */
class MisdirectedTest {
    private static final ManualClock CLOCK = new ManualClock(1_732_412_345_000L);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/metrics",
                "/openapi.yaml",
                "/health/live",
                "/api/v1/series",
                "/api/v1/stream",
                "/api/v1/devices",
                "/api/v1/devices/plant-1/pump-7",
                "/api/v1/ledger",
                "/api/v1/nothing"
            })
    void nothing_is_told_to_a_page_whose_name_was_made_to_point_here(String path) throws IOException {
        try (TestDoor door = new TestDoor(CLOCK)) {
            String answer = RawHttp.ask(door.port(), "GET " + path + " HTTP/1.1", "Host: evil.example:8080");

            assertTrue(answer.startsWith("HTTP/1.1 421 "), answer);
            assertTrue(answer.contains("\r\nContent-Type: application/problem+json\r\n"), answer);
            assertEquals(
                    "{\"type\":\"about:blank\",\"title\":\"Misdirected Request\",\"status\":421,\"detail\":\"Host must be"
                            + " localhost, *.localhost, a loopback address or bind.address while http.token-file is not"
                            + " set, was evil.example:8080\"}",
                    answer.substring(answer.indexOf("\r\n\r\n") + 4));
        }
    }

    @Test
    void nor_is_such_a_page_told_what_it_may_send() throws IOException {
        try (TestDoor door = new TestDoor(CLOCK)) {
            String answer = RawHttp.ask(
                    door.port(),
                    "OPTIONS /api/v1/series HTTP/1.1",
                    "Host: evil.example",
                    "Origin: https://other.example",
                    "Access-Control-Request-Method: GET");

            assertTrue(answer.startsWith("HTTP/1.1 421 "), answer);
            assertFalse(answer.contains("Access-Control-"), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8080", "sluice.localhost", "127.0.0.1", "[::1]:8080"})
    void names_of_loopback_are_answered(String host) throws IOException {
        try (TestDoor door = new TestDoor(CLOCK)) {
            String answer = RawHttp.ask(door.port(), "GET /api/v1/devices HTTP/1.1", "Host: " + host);

            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        }
    }

    @Test
    void who_sends_no_host_is_answered_as_http_1_0_is() throws IOException {
        try (TestDoor door = new TestDoor(CLOCK)) {
            String answer = RawHttp.ask(door.port(), "GET /api/v1/devices HTTP/1.0");

            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        }
    }

    @Test
    void where_a_token_is_asked_for_a_proxy_may_pass_any_name(@TempDir Path folder) throws Exception {
        String token = "0123456789abcdef0123";
        Path tokens = Files.writeString(folder.resolve("tokens"), token + "\n");
        Settings settings = Settings.defaults(CommonSettings.all()).with(CommonSettings.HTTP_TOKEN_FILE, tokens);
        try (TestDoor door = new TestDoor(CLOCK, HttpGuard.from(settings))) {
            String line = "GET /api/v1/devices HTTP/1.1";
            String host = "Host: sluice.example";

            String answer = RawHttp.ask(door.port(), line, host, "Authorization: Bearer " + token);
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
            answer = RawHttp.ask(door.port(), line, host);
            assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
        }
    }
}
