package io.sluice.ingest.kafka;

import io.sluice.kit.health.HealthState;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import io.sluice.model.topic.TelemetryTopics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Kafka Streams running the screen. {@link #start} blocks until a batch that arrives now would be screened and shown;
 * {@link #close}, from any thread, ends the wait and lets the last transaction commit.
 */
public final class IngestStreams implements AutoCloseable {
    private static final long READY_LAG_RECORDS = 256;
    private static final long POLL_MILLIS = 50;
    private static final int ADMIN_TIMEOUT_MILLIS = 5_000;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

    private final Settings settings;
    private final TelemetryTopics topics;
    private final int partitions;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Patience patience = new Patience(closing);
    private final KafkaStreams streams;
    private volatile boolean started;

    public IngestStreams(Settings settings, IngestMeters meters) {
        this.settings = settings;
        this.topics = TelemetryTopics.withPrefix(settings.get(CommonSettings.TOPIC_PREFIX));
        this.partitions = settings.get(CommonSettings.PARTITIONS);
        this.streams = new KafkaStreams(
                ScreenTopology.build(topics, partitions, meters), StreamsConfigs.of(settings));
        streams.setUncaughtExceptionHandler(new ThreadDeaths(meters, closing));
    }

    /**
     * @throws IllegalStateException where a topic is absent or has another number of partitions
     */
    public void start() throws InterruptedException {
        try (Admin admin = Admin.create(adminConfig())) {
            Optional<List<String>> faults = patience.insist(
                    "topics", () -> new TopicCheck(topics, partitions).ask(admin));
            if (faults.isPresent() && !faults.get().isEmpty()) {
                throw new IllegalStateException(String.join("; ", faults.get()));
            }
            Optional<OpenTransactions> open =
                    patience.insist("offsets", () -> OpenTransactions.before(admin, written()));
            if (open.isPresent()) {
                run(admin, open.get());
            }
        }
    }

    private void run(Admin admin, OpenTransactions open) throws InterruptedException {
        synchronized (streams) {
            if (closing.getCount() == 0) {
                return;
            }
            streams.start();
        }
        while (streams.state() != KafkaStreams.State.RUNNING) {
            if (!live().isUp()) {
                throw new IllegalStateException("Kafka Streams must run, is " + streams.state());
            }
            if (!patience.isOpenAfter(POLL_MILLIS)) {
                return;
            }
        }
        while (!patience.insist("transactions", () -> open.haveEnded(admin)).orElse(true)) {
            if (!patience.isOpenAfter(POLL_MILLIS)) {
                return;
            }
        }
        started = true;
    }

    private Map<String, Object> adminConfig() {
        return Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.get(CommonSettings.KAFKA_BOOTSTRAP),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ADMIN_TIMEOUT_MILLIS,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ADMIN_TIMEOUT_MILLIS);
    }

    private List<TopicPartition> written() {
        return Stream.of(topics.readings(), topics.ledger())
                .flatMap(topic -> IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)))
                .toList();
    }

    /** For binding its meters. */
    public KafkaStreams streams() {
        return streams;
    }

    /** Batches that wait to be screened by this process. */
    public long lagRecords() {
        return Lag.of(streams, topics.batches());
    }

    /** Down when Streams has given up, which only a new process mends. */
    public HealthState live() {
        return switch (streams.state()) {
            case ERROR, PENDING_ERROR -> HealthState.down("Kafka Streams is " + streams.state());
            case NOT_RUNNING, PENDING_SHUTDOWN -> closing.getCount() == 0
                    ? HealthState.up()
                    : HealthState.down("Kafka Streams is " + streams.state());
            case CREATED, REBALANCING, RUNNING -> HealthState.up();
        };
    }

    /** Up when a batch that arrives now is screened and shown within moments. */
    public HealthState ready() {
        KafkaStreams.State state = streams.state();
        if (state != KafkaStreams.State.RUNNING) {
            return HealthState.down("Kafka Streams is " + state);
        }
        if (!started) {
            return HealthState.down("an earlier life's transaction has not ended");
        }
        long lag = lagRecords();
        return lag <= READY_LAG_RECORDS
                ? HealthState.up()
                : HealthState.down("lag must be <= " + READY_LAG_RECORDS + " records, is " + lag);
    }

    @Override
    public void close() {
        closing.countDown();
        synchronized (streams) {
            streams.close(CLOSE_TIMEOUT);
        }
    }
}
