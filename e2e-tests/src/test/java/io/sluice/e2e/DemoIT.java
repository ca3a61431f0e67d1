package io.sluice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.e2e.fixture.Prerequisites;
import io.sluice.e2e.fixture.SluiceProcess;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a demo says: where everything answers, a line a second, the total. */
class DemoIT {
    private static final Duration WITHIN = Duration.ofMinutes(3);
    private static final String STATUS =
            "devices=\\d+ messages/s=\\d+ rollups/s=\\d+ freshness-p99-ms=(\\d+|-) residue=\\d+";
    private static final String TOTAL = "total produced=[1-9]\\d* counted=[1-9]\\d* late=\\d+ duplicates=\\d+"
            + " rejected=\\d+ missing=\\d+ inFlight=0 residue=0";

    @TempDir
    Path work;

    @Test
    void a_demo_on_free_ports_tells_them_and_its_last_line_is_the_total() throws Exception {
        assertTold(Map.of(), "127\\.0\\.0\\.1");
    }

    @Test
    void a_demo_on_the_loopback_of_ipv6_tells_addresses_that_are_some() throws Exception {
        InetAddress loopback = InetAddress.getByName("::1");
        Prerequisites.require("::1", NetworkInterface.getByInetAddress(loopback) != null);
        assertTold(Map.of("bind.address", "::1"), "\\[::1]");
    }

    private void assertTold(Map<String, String> given, String host) throws Exception {
        Map<String, String> settings = new HashMap<>(given);
        for (String port : List.of("mqtt.port", "mqtt.websocket.port", "http.port", "kafka.port", "admin.port")) {
            settings.put(port, "0");
        }
        try (SluiceProcess demo =
                SluiceProcess.start(work, settings, "demo", "--devices", "5", "--for", "3s", "--no-browser")) {
            assertEquals(0, demo.awaitExit(WITHIN), demo::toString);
            List<String> said = demo.stdoutLines();
            assertLinesMatch(
                    List.of(
                            "dashboard  http://" + host + ":[1-9]\\d*",
                            "mqtt       mqtt://" + host + ":[1-9]\\d*",
                            "websocket  ws://" + host + ":[1-9]\\d*/mqtt",
                            "kafka      127\\.0\\.0\\.1:[1-9]\\d*",
                            "metrics    http://" + host + ":[1-9]\\d*/metrics"),
                    said.subList(0, 5));
            for (String status : said.subList(5, said.size() - 1)) {
                assertTrue(status.matches(STATUS), status);
            }
            String total = said.get(said.size() - 1);
            assertTrue(total.matches(TOTAL), total);
        }
    }
}
