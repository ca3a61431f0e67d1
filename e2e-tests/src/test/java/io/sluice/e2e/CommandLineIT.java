package io.sluice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.e2e.fixture.SluiceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong words and settings: exit 2 and one line that names the fault. */
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
    @CsvSource({"mqtt.port,70000", "mqtt.prot,1883", "http.port,x"})
    void wrong_settings_exit_2_with_one_line_that_names_them(String key, String value) throws Exception {
        assertRefused(Map.of(key, value, "data.dir", work.resolve("data").toString()), new String[] {"up"}, key);
    }

    private void assertRefused(Map<String, String> settings, String[] command, String named) throws Exception {
        try (SluiceProcess process = SluiceProcess.start(work, settings, command)) {
            assertEquals(2, process.awaitExit(Duration.ofSeconds(60)));
            List<String> lines = process.stderrLines();
            assertEquals(1, lines.size(), () -> String.join("\n", lines));
            String spoken = lines.get(0).toLowerCase(java.util.Locale.ROOT);
            String environmentName = "sluice_" + named.replace('.', '_');
            assertTrue(spoken.contains(named) || spoken.contains(environmentName), lines.get(0));
        }
    }
}
