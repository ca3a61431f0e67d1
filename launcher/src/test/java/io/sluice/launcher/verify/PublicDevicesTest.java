package io.sluice.launcher.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import io.sluice.model.identity.DeviceId;
import io.sluice.simulator.oracle.Finding;
import io.sluice.simulator.oracle.Finding.Kind;
import io.sluice.simulator.oracle.FleetHistory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublicDevicesTest {
    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private final FleetHistory truth = new FleetHistory();
    private HttpServer server;
    private PublicDevices devices;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = pages.getOrDefault(exchange.getRequestURI().toString(), "{}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        devices = new PublicDevices(new PublicJson(url), truth);
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void a_device_that_is_left_dead_is_named_and_so_is_one_that_is_not_shown() throws Exception {
        for (String device : List.of("well", "dead", "unknown")) {
            truth.boot(DeviceId.of("a", device), "e0");
        }
        pages.put("/api/v1/devices", """
                {"devices":[{"site":"a","device":"well","alive":true},
                {"site":"a","device":"dead","alive":false,"diedAt":17},
                {"site":"a","device":"somebody-else","alive":false,"diedAt":18}]}""");

        assertEquals(
                List.of(finding("a/dead", "has spoken since it died at 17"), finding("a/unknown", "is not shown")),
                devices.notAlive());
    }

    @Test
    void wills_are_what_the_ledger_has_under_their_epochs() throws Exception {
        DeviceId device = DeviceId.of("a", "b");
        truth.boot(device, "e0");
        truth.will(device, "w1", 0);
        truth.will(device, "w2", 0);
        truth.will(device, "w3", 0);
        pages.put("/api/v1/ledger?by=device", """
                {"devices":[{"site":"a","device":"b","epoch":"e0","counted":40,"late":2},
                {"site":"a","device":"b","epoch":"w1","counted":1,"late":0},
                {"site":"a","device":"b","epoch":"w3","counted":0,"late":1}]}""");

        assertEquals(2, devices.wills());
    }

    private static Finding finding(String device, String detail) {
        return new Finding(Kind.NOT_ALIVE, device, "", 0, "devices", detail, "");
    }
}
