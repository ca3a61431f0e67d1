package io.sluice.kit.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;

/**
 * Makes the registry of a process. A meter named {@code sluice.gateway.acks} comes out as
 * {@code sluice_gateway_acks_total} when it is a counter and {@code sluice_gateway_acks_seconds} when it is a timer.
 */
public final class PrometheusMeters {
    /** Prometheus' text format, as a content type. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private PrometheusMeters() {}

    /** A registry with the JVM's own meters and {@code sluice_build_info}. */
    public static PrometheusMeterRegistry create() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        bindGarbageCollection(registry);
        Gauge.builder("sluice.build.info", () -> 1)
                .description("Which build this is")
                .tag("version", BuildVersion.current())
                .tag("java", Runtime.version().toString())
                .register(registry);
        return registry;
    }

    /** All meters in Prometheus' text format; empty for a registry that has none. */
    public static String scrape(MeterRegistry registry) {
        return registry instanceof PrometheusMeterRegistry prometheus ? prometheus.scrape() : "";
    }

    // Closing it would end its listeners on the JVM's collectors; they are wanted for as long as the process lives.
    @SuppressWarnings("resource")
    private static void bindGarbageCollection(PrometheusMeterRegistry registry) {
        new JvmGcMetrics().bindTo(registry);
    }
}
