package io.sluice.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.sluice.kit.metrics.PrometheusMeters;
import io.sluice.model.rollup.Tier;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ApiMetersTest {
    private final PrometheusMeterRegistry registry = PrometheusMeters.create();

    @Test
    void freshnessIsToldFromTheEndOfTheWindowAndFromItsNewestReading() {
        new ApiMeters(registry).freshness(Tier.S1, 120, 980);
        String text = PrometheusMeters.scrape(registry);
        assertTrue(text.contains("sluice_stream_freshness_seconds_sum{tier=\"1s\",} 0.12\n"), text);
        assertTrue(text.contains("sluice_stream_reading_age_seconds_sum{tier=\"1s\",} 0.98\n"), text);
    }

    @Test
    void aReadingFromTheFutureHasNoNegativeAge() {
        new ApiMeters(registry).freshness(Tier.S1, 120, -5_000);
        assertTrue(PrometheusMeters.scrape(registry)
                .contains("sluice_stream_reading_age_seconds_sum{tier=\"1s\",} 0.0\n"));
    }

    /** As the text format has it: a histogram is buckets, a sum and a count. */
    @Test
    void noHistogramHasOtherSamples() {
        new ApiMeters(registry).freshness(Tier.S1, 120, 980);
        Map<String, String> types = new HashMap<>();
        PrometheusMeters.scrape(registry)
                .lines()
                .filter(line -> line.startsWith("# TYPE "))
                .forEach(line -> types.put(line.split(" ")[2], line.split(" ")[3]));
        assertEquals("histogram", Objects.requireNonNull(types.get("sluice_stream_freshness_seconds")));
        PrometheusMeters.scrape(registry)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.indexOf(line.contains("{") ? '{' : ' ')))
                .forEach(sample -> assertTrue(!"histogram".equals(types.get(sample)), sample));
    }
}
