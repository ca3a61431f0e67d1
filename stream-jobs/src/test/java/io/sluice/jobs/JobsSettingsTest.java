package io.sluice.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.kit.settings.Settings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JobsSettingsTest {
    @Test
    void defaultsAreAsDocumented() {
        Settings defaults = Settings.defaults(JobsSettings.all());
        assertEquals(2, defaults.get(JobsSettings.PARALLELISM));
        assertEquals(Duration.ofSeconds(5), defaults.get(JobsSettings.CHECKPOINT_INTERVAL));
        assertEquals(false, defaults.get(JobsSettings.REBUILD));
        assertEquals(0, defaults.get(JobsSettings.GENERATION));
    }
}
