package io.sluice.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterJobTest {
    @Test
    void takesItsSettingsFromTheArguments() throws SettingsException {
        Settings settings = ClusterJob.settings("kafka.bootstrap=kafka:9092", "jobs.generation=3");
        assertEquals("kafka:9092", settings.get(CommonSettings.KAFKA_BOOTSTRAP));
        assertEquals(3, settings.get(JobsSettings.GENERATION));
        assertEquals(12, settings.get(CommonSettings.PARTITIONS));
    }

    @Test
    void namesWhatIsNoSetting() {
        assertEquals(List.of("arguments must be key=value, was --help"), faults("--help"));
        assertEquals(
                List.of("settings must be known ones (./sluice settings lists them), was sluice.mqtt.port"),
                faults("kafka.bootstrap=kafka:9092", "mqtt.port=1"));
        assertEquals(List.of("kafka.bootstrap must be set, was not (kafka.bootstrap=host:port)"), faults());
    }

    private static List<String> faults(String... arguments) {
        return assertThrows(SettingsException.class, () -> ClusterJob.settings(arguments))
                .faults();
    }
}
