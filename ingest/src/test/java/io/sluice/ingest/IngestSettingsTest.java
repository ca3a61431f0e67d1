package io.sluice.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IngestSettingsTest {
    @Test
    void theDefaultsStay() {
        Map<String, Object> defaults = new HashMap<>();
        IngestSettings.all().forEach(setting -> defaults.put(setting.key(), setting.defaultValue()));

        Map<String, Object> expected = new HashMap<>();
        expected.put("ingest.threads", 1);
        expected.put("ingest.commit-interval", Duration.ofMillis(50));
        expected.put("ingest.instance-id", "ingest-0");
        expected.put("ingest.replication-factor", null);
        assertEquals(expected, defaults);
    }
}
