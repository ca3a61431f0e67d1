package io.sluice.ingest;

import io.sluice.ingest.kafka.IngestStreams;
import io.sluice.kit.clock.ClockWatch;
import io.sluice.kit.health.HealthCheck;
import io.sluice.kit.lifecycle.Service;
import io.sluice.kit.lifecycle.ServiceContext;
import io.sluice.kit.settings.Settings;

/**
 * Reads {@code telemetry.batches} and writes clean readings, dead letters, devices and ledger facts, exactly once.
 * {@link #close} may come while {@link #start} still waits for Kafka.
 */
public final class Ingest implements Service {
    private static final String NAME = "ingest";

    private final IngestStreams streams;
    private final ClockWatch clock;

    public Ingest(Settings settings, ServiceContext context) {
        this.streams = new IngestStreams(settings, context.meters());
        this.clock = new ClockWatch(NAME, context.clock(), streams::clockWentBack);
        context.health().live(HealthCheck.of(NAME, streams::live));
        context.health().ready(HealthCheck.of(NAME, streams::ready));
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * Waits while Kafka cannot be reached.
     *
     * @throws IllegalStateException where a topic is absent or has another number of partitions than the settings say
     */
    @Override
    public void start() throws InterruptedException {
        clock.start();
        streams.start();
    }

    @Override
    public void close() {
        clock.close();
        streams.close();
    }
}
