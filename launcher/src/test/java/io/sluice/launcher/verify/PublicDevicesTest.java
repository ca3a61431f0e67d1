package io.sluice.launcher.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import io.sluice.model.identity.DeviceId;
import io.sluice.simulator.oracle.Finding;
import io.sluice.simulator.oracle.Finding.Kind;
import io.sluice.simulator.oracle.FleetHistory;
import io.sluice.simulator.oracle.WillHistory;
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
                devices.wronglyShown());
    }

    @Test
    void a_device_whose_death_is_certain_must_be_shown_dead() throws Exception {
        for (String device : List.of("dead", "alive", "undated", "unknown", "unkept", "bare")) {
            DeviceId id = DeviceId.of("a", device);
            truth.boot(id, "e0");
            if (!device.equals("bare")) {
                WillHistory will = truth.will(id, "w1", 0);
                if (!device.equals("unkept")) {
                    will.kept();
                }
            }
            truth.died(id, 16, 16);
        }
        pages.put("/api/v1/devices", """
                {"devices":[{"site":"a","device":"dead","alive":false,"diedAt":17},
                {"site":"a","device":"alive","alive":true},
                {"site":"a","device":"undated","alive":false},
                {"site":"a","device":"unkept","alive":true}]}""");

        String why = "broke off for good on a connection that was let in and acknowledged until 16, is ";
        assertEquals(
                List.of(
                        notDead("a/alive", why + "shown with alive true, diedAt none"),
                        notDead("a/undated", why + "shown with alive false, diedAt none"),
                        notDead("a/unknown", why + "not shown")),
                devices.wronglyShown());
    }

    private static Finding notDead(String device, String detail) {
        return new Finding(Kind.NOT_DEAD, device, "w1", WillHistory.SEQ, "devices", detail, "");
    }

    private static Finding finding(String device, String detail) {
        return new Finding(Kind.NOT_ALIVE, device, "", 0, "devices", detail, "");
    }
}
