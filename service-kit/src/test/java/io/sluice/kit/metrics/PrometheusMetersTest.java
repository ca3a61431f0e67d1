package io.sluice.kit.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

class PrometheusMetersTest {
    @Test
    void countersEndInTotalAndKeepTheSluicePrefix() {
        PrometheusMeterRegistry registry = PrometheusMeters.create();
        registry.counter("sluice.gateway.acks", "result", "ok").increment(3);

        assertTrue(
                PrometheusMeters.scrape(registry).contains("sluice_gateway_acks_total{result=\"ok\",} 3.0\n"),
                PrometheusMeters.scrape(registry));
    }

    @Test
    void theJvmAndTheBuildReportThemselves() {
        String scrape = PrometheusMeters.scrape(PrometheusMeters.create());

        assertTrue(scrape.contains("sluice_build_info{java=\"" + Runtime.version()), scrape);
        assertTrue(scrape.contains("jvm_memory_used_bytes"), scrape);
        assertTrue(scrape.contains("jvm_threads_live_threads"), scrape);
    }

    @Test
    void theBuildsVersionIsThatOfThePom() {
        assertTrue(BuildVersion.current().matches("\\d+\\.\\d+\\.\\d+.*"), BuildVersion.current());
    }

    @Test
    void aRegistryThatIsNotPrometheusScrapesAsEmpty() {
        assertEquals("", PrometheusMeters.scrape(new SimpleMeterRegistry()));
    }
}
