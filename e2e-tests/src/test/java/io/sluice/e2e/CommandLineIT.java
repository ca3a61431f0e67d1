package io.sluice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.e2e.fixture.SluiceProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong words and settings: exit 2 and one line that names the fault; what the machine lacks: exit 3 and another. */
class CommandLineIT {
    @TempDir
    Path work;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "unknown command|dmeo|dmeo",
                "unknown option|up --dta-dir x|--dta-dir",
                "bad number|demo --devices many|--devices",
                "bad duration|demo --for soon|--for",
                "unknown scenario|fleet --scenario nosuch --for 1s|nosuch"
            })
    void wrong_words_exit_2_with_one_line_that_names_them(String what, String command, String named) throws Exception {
        assertRefused(Map.of(), command.split(" "), named);
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({"mqtt.port,70000", "mqtt.prot,1883", "http.port,x", "kafka.bootstrap,kafka"})
    void wrong_settings_exit_2_with_one_line_that_names_them(String key, String value) throws Exception {
        assertRefused(Map.of(key, value, "data.dir", work.resolve("data").toString()), new String[] {"up"}, key);
    }

    @Test
    void what_is_wrong_with_the_settings_is_told_together() throws Exception {
        Map<String, String> settings =
                Map.of("mqtt.port", "70000", "spool.cap", "2m", "bind.address", "0.0.0.0", "mqtt.jwt.issuer", "me");
        for (String named : List.of("mqtt.port", "spool.cap", "bind.address", "mqtt.jwt.issuer", "kafka.bootstrap")) {
            assertRefused(settings, new String[] {"gateway"}, named);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"gateway,mqtt.port", "gateway,mqtt.websocket.port", "gateway,admin.port", "up,http.port"})
    void a_port_that_is_taken_exits_3_with_one_line_that_names_it(String command, String key) throws Exception {
        Map<String, String> settings =
                new HashMap<>(Map.of("data.dir", work.resolve("data").toString()));
        for (String port : List.of("mqtt.port", "mqtt.websocket.port", "http.port", "kafka.port")) {
            settings.put(port, "0");
        }
        if (command.equals("gateway")) {
            settings.put("kafka.bootstrap", "127.0.0.1:1");
        }
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            settings.put(key, String.valueOf(taken.getLocalPort()));
            assertLacking(settings, command, key + " must be free, was " + taken.getLocalPort());
        }
    }

    @Test
    void a_kafka_that_cannot_be_found_exits_3_with_one_line_that_names_it() throws Exception {
        assertLacking(Map.of("kafka.bootstrap", "kafka.invalid:9092"), "ingest", "kafka.invalid:9092");
    }

    @Test
    void a_volume_that_cannot_be_written_exits_3_with_one_line_that_names_it() throws Exception {
        Path file = Files.createFile(work.resolve("file"));
        assertLacking(
                Map.of("kafka.bootstrap", "127.0.0.1:1", "data.dir", file.toString(), "mqtt.port", "0"),
                "gateway",
                file.toString());
    }

    /** A Kafka that takes connections and says nothing: decode waits for it, and does so no longer than it is let. */
    @Test
    void a_signal_ends_decode_with_0() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                SluiceProcess decode = SluiceProcess.start(
                        work, Map.of("kafka.bootstrap", "127.0.0.1:" + silent.getLocalPort()), "decode")) {
            silent.setSoTimeout((int) Duration.ofMinutes(2).toMillis());
            silent.accept();
            assertEquals(0, decode.terminate(), decode::toString);
            assertEquals(List.of(), decode.stdoutLines());
        }
    }

    private void assertLacking(Map<String, String> settings, String command, String named) throws Exception {
        Map<String, String> all = new HashMap<>(settings);
        all.putIfAbsent("admin.port", "0");
        try (SluiceProcess process = SluiceProcess.start(work, all, command)) {
            assertEquals(3, process.awaitExit(Duration.ofMinutes(2)));
            List<String> lines = process.stderrLines();
            String last = lines.get(lines.size() - 1);
            assertTrue(last.startsWith("sluice: ") && last.contains(named), () -> String.join("\n", lines));
        }
    }

    private void assertRefused(Map<String, String> settings, String[] command, String named) throws Exception {
        try (SluiceProcess process = SluiceProcess.start(work, settings, command)) {
            assertEquals(2, process.awaitExit(Duration.ofMinutes(2)));
            List<String> lines = process.stderrLines();
            assertEquals(1, lines.size(), () -> String.join("\n", lines));
            String spoken = lines.get(0).toLowerCase(java.util.Locale.ROOT);
            String environmentName = "sluice_" + named.replace('.', '_');
            assertTrue(spoken.contains(named) || spoken.contains(environmentName), lines.get(0));
        }
    }
}
