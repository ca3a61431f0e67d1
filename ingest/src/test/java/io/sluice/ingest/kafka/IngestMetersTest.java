package io.sluice.ingest.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class IngestMetersTest {
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final IngestMeters meters = new IngestMeters(registry);

    @Test
    void everyMeterSaysWhatItCounts() {
        for (Meter meter : registry.getMeters()) {
            assertNotNull(meter.getId().getDescription(), meter.getId().getName());
        }
    }

    @Test
    void whatIsMissingGrowsAndShrinks() {
        meters.missingChanged(3);
        meters.missingChanged(-1);

        assertEquals(2, registry.get("sluice.ingest.missing").gauge().value());
    }
}
