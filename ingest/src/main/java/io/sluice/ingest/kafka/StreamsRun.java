package io.sluice.ingest.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.sluice.ingest.IngestSettings;
import io.sluice.kit.health.HealthState;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import io.sluice.model.topic.TelemetryTopics;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.streams.KafkaStreams;

/** One Kafka Streams instance from its start to its close, with its meters. */
final class StreamsRun implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);
    /** Twice as long as a thread was seen to work without a poll. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final StreamsClients clients = new StreamsClients();
    private final KafkaStreams streams;
    private final KafkaStreamsMetrics streamsMetrics;
    private final String source;

    StreamsRun(Settings settings, MeterRegistry registry, CountDownLatch closing) {
        TelemetryTopics topics = TelemetryTopics.withPrefix(settings.get(CommonSettings.TOPIC_PREFIX));
        IngestMeters meters = new IngestMeters(registry);
        source = topics.batches();
        streams = new KafkaStreams(
                ScreenTopology.build(
                        topics,
                        settings.get(CommonSettings.PARTITIONS),
                        settings.get(IngestSettings.COMMIT_INTERVAL),
                        meters),
                StreamsConfigs.of(settings),
                clients);
        streams.setUncaughtExceptionHandler(new ThreadDeaths(meters, closing));
        streamsMetrics = new KafkaStreamsMetrics(streams);
        streamsMetrics.bindTo(registry);
        Gauge.builder("sluice.ingest.lag.records", this, StreamsRun::lagRecords)
                .description("Batches that wait to be screened")
                .register(registry);
    }

    void start() {
        streams.start();
    }

    boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /**
     * A stream thread and its consumer wait for the wall clock to reach again what it was: without a commit, and
     * without a heartbeat, so that the group puts them out at each session timeout. New ones begin with the clock as it
     * is.
     */
    void replaceThreads() {
        clients.endThreads(GRACE);
    }

    /** Down when Streams has given up, which only a new process mends. */
    HealthState live() {
        KafkaStreams.State state = streams.state();
        return switch (state) {
            case CREATED, REBALANCING, RUNNING -> HealthState.up();
            case PENDING_SHUTDOWN, NOT_RUNNING, PENDING_ERROR, ERROR -> HealthState.down("Kafka Streams is " + state);
        };
    }

    HealthState running() {
        return isRunning() ? HealthState.up() : HealthState.down("Kafka Streams is " + streams.state());
    }

    /** Batches that wait to be screened by this process. */
    long lagRecords() {
        return Lag.of(streams, source);
    }

    @Override
    public void close() {
        streamsMetrics.close();
        streams.close(CLOSE_TIMEOUT);
    }
}
