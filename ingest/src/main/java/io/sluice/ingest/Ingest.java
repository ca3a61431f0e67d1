package io.sluice.ingest;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.sluice.ingest.kafka.IngestMeters;
import io.sluice.ingest.kafka.IngestStreams;
import io.sluice.kit.health.HealthCheck;
import io.sluice.kit.health.HealthRegistry;
import io.sluice.kit.health.HealthState;
import io.sluice.kit.lifecycle.Service;
import io.sluice.kit.lifecycle.ServiceContext;
import io.sluice.kit.settings.Settings;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code telemetry.batches} and writes clean readings, dead letters, devices and ledger facts, exactly once.
 * {@link #close} may come while {@link #start} still waits for Kafka.
 */
public final class Ingest implements Service {
    private static final String NAME = "ingest";

    private final Settings settings;
    private final MeterRegistry registry;
    private volatile @Nullable IngestStreams streams;
    private volatile @Nullable KafkaStreamsMetrics streamsMetrics;
    private volatile boolean closed;

    public Ingest(Settings settings, ServiceContext context) {
        this.settings = settings;
        this.registry = context.meters();
        HealthRegistry health = context.health();
        health.live(HealthCheck.of(NAME, this::live));
        health.ready(HealthCheck.of(NAME, this::ready));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void start() throws InterruptedException {
        IngestStreams starting = new IngestStreams(settings, new IngestMeters(registry));
        streams = starting;
        if (closed) {
            close();
            return;
        }
        Gauge.builder("sluice.ingest.lag.records", starting, IngestStreams::lagRecords)
                .description("Batches that wait to be screened")
                .register(registry);
        KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(starting.streams());
        metrics.bindTo(registry);
        streamsMetrics = metrics;
        starting.start();
    }

    private HealthState live() {
        IngestStreams known = streams;
        return known == null ? HealthState.up() : known.live();
    }

    private HealthState ready() {
        IngestStreams known = streams;
        return known == null ? HealthState.down("not started") : known.ready();
    }

    @Override
    public void close() {
        closed = true;
        KafkaStreamsMetrics metrics = streamsMetrics;
        if (metrics != null) {
            metrics.close();
        }
        IngestStreams known = streams;
        if (known != null) {
            known.close();
        }
    }
}
