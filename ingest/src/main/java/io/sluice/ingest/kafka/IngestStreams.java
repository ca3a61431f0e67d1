package io.sluice.ingest.kafka;

import io.micrometer.core.instrument.MeterRegistry;
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
import org.jspecify.annotations.Nullable;

/**
 * Kafka Streams running the screen. {@link #start} blocks until a batch that arrives now would be screened and shown;
 * {@link #close}, from any thread, ends the wait and lets the last transaction commit.
 */
public final class IngestStreams implements AutoCloseable {
    /** What a gateway writes in seconds while little waits: without time to spare so many wait at any moment. */
    private static final long READY_LAG_RECORDS = 2_000;

    private static final long POLL_MILLIS = 50;
    private static final int ADMIN_TIMEOUT_MILLIS = 5_000;

    private final Settings settings;
    private final MeterRegistry registry;
    private final TelemetryTopics topics;
    private final int partitions;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Patience patience = new Patience(closing);
    private volatile @Nullable StreamsRun run;
    private volatile boolean started;

    public IngestStreams(Settings settings, MeterRegistry registry) {
        this.settings = settings;
        this.registry = registry;
        this.topics = TelemetryTopics.withPrefix(settings.get(CommonSettings.TOPIC_PREFIX));
        this.partitions = settings.get(CommonSettings.PARTITIONS);
    }

    /**
     * Waits for Kafka, then for Streams, then for what an earlier life left open. An interrupt ends that.
     *
     * @throws IllegalStateException where a topic is absent or has another number of partitions
     */
    public void start() throws InterruptedException {
        try (Admin admin = Admin.create(adminConfig())) {
            try {
                start(admin);
            } catch (InterruptedException e) {
                // Closed without a bound, it would wait for the calls that nobody wants to hear of any more.
                admin.close(Duration.ZERO);
                throw e;
            }
        }
    }

    private void start(Admin admin) throws InterruptedException {
        TopicCheck check = new TopicCheck(topics, partitions);
        List<String> faults = patience.insist("topics", () -> check.ask(admin)).orElse(List.of());
        if (!faults.isEmpty()) {
            throw new IllegalStateException(String.join("; ", faults));
        }
        Optional<OpenTransactions> open = patience.insist("offsets", () -> OpenTransactions.before(admin, written()));
        if (open.isPresent() && awaitRunning() && awaitEnd(open.get(), admin)) {
            started = true;
        }
    }

    private boolean awaitRunning() throws InterruptedException {
        StreamsRun starting = begin();
        while (starting != null && !starting.isRunning()) {
            if (!patience.isOpenAfter(POLL_MILLIS)) {
                return false;
            }
            HealthState live = live();
            if (!live.isUp()) {
                throw new IllegalStateException(live.reason());
            }
        }
        return starting != null;
    }

    /** Under the lock that {@link #close} takes, so that nothing starts after it. */
    private synchronized @Nullable StreamsRun begin() {
        if (isClosing()) {
            return null;
        }
        StreamsRun starting = new StreamsRun(settings, registry, closing);
        starting.start();
        run = starting;
        return starting;
    }

    private boolean awaitEnd(OpenTransactions open, Admin admin) throws InterruptedException {
        while (!patience.insist("transactions", () -> open.haveEnded(admin)).orElse(false)) {
            if (!patience.isOpenAfter(POLL_MILLIS)) {
                return false;
            }
        }
        return true;
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

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Any thread. */
    public void clockWentBack() {
        StreamsRun known = run;
        if (known != null) {
            known.replaceThreads();
        }
    }

    public HealthState live() {
        StreamsRun known = run;
        return known == null || isClosing() ? HealthState.up() : known.live();
    }

    /** Up when a batch that arrives now is screened, and shown within seconds but after an outage. */
    public HealthState ready() {
        StreamsRun known = run;
        if (known == null) {
            return HealthState.down("waiting for Kafka and its topics");
        }
        HealthState running = known.running();
        if (!running.isUp()) {
            return running;
        }
        if (!started) {
            return HealthState.down("an earlier life's transaction has not ended");
        }
        long lag = known.lagRecords();
        return lag <= READY_LAG_RECORDS
                ? HealthState.up()
                : HealthState.down("lag must be <= " + READY_LAG_RECORDS + " records, is " + lag);
    }

    @Override
    public void close() {
        closing.countDown();
        synchronized (this) {
            StreamsRun known = run;
            if (known != null) {
                known.close();
            }
        }
    }
}
