package io.sluice.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.JsonTree;
import io.sluice.api.ManualClock;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The door while what Kafka held at the start is being read. */
class NotReadYetTest {
    private static final long NOW = 1_732_412_345_000L;

    private TestDoor door;

    @BeforeEach
    void open() throws IOException {
        door = new TestDoor(new ManualClock(NOW));
        door.left.set(4_711);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "/api/v1/ledger",
                "/api/v1/ledger?by=device",
                "/api/v1/series?tier=1s",
                "/api/v1/devices",
                "/api/v1/devices/plant-1/pump-7"
            })
    void noPartOfTheTruthIsToldAsTheWhole(String path) {
        HttpResponse<String> answer = door.get(path);
        assertEquals(503, answer.statusCode());
        assertEquals("1", answer.headers().firstValue("retry-after").orElse(""));
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("content-type").orElse(""));
        assertEquals(
                "what Kafka held at the start must be read first, 4711 records are left",
                JsonTree.object(answer.body()).get("detail"));

        door.left.set(0);
        assertTrue(door.get(path).statusCode() != 503);
    }

    @Test
    void theStreamTellsOfTheLedgerOnceItIsWhole() throws IOException {
        try (Socket socket = RawHttp.slowReader(door.port(), "GET /api/v1/stream HTTP/1.1")) {
            String begun = RawHttp.readUntil(socket, "event: hello");
            door.hub.run(NOW + 1_000);
            door.changed();
            socket.setSoTimeout(500);
            assertThrows(SocketTimeoutException.class, () -> RawHttp.readUntil(socket, "event: ledger"), begun);

            door.left.set(0);
            door.changed();
            socket.setSoTimeout(30_000);
            String seen = RawHttp.readUntil(socket, "event: ledger");
            assertTrue(seen.contains("event: ledger"), seen);
        }
    }
}
