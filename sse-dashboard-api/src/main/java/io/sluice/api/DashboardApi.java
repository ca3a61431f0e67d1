package io.sluice.api;

import io.sluice.api.devices.DeviceRegistry;
import io.sluice.api.history.RollupStore;
import io.sluice.api.history.SeriesFilter;
import io.sluice.api.history.TierStore;
import io.sluice.api.http.CatchUp;
import io.sluice.api.http.HttpDoor;
import io.sluice.api.hub.HubLoop;
import io.sluice.api.hub.StreamHub;
import io.sluice.api.kafka.KafkaFeed;
import io.sluice.api.kafka.KafkaTopics;
import io.sluice.api.ledger.LedgerBook;
import io.sluice.kit.access.HttpGuard;
import io.sluice.kit.admin.BindRule;
import io.sluice.kit.clock.ClockWatch;
import io.sluice.kit.health.HealthCheck;
import io.sluice.kit.lifecycle.Service;
import io.sluice.kit.lifecycle.ServiceContext;
import io.sluice.kit.metrics.BuildVersion;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import io.sluice.model.rollup.Tier;
import io.sluice.model.topic.TelemetryTopics;
import io.sluice.model.topic.TopicSpec;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dashboard's server: history, devices, ledger, live stream and the page, over HTTP. Every replica reads everything
 * from Kafka, so any of them can answer anyone.
 */
public final class DashboardApi implements Service {
    private static final Logger log = LoggerFactory.getLogger(DashboardApi.class);
    private static final Duration TOPICS_PATIENCE = Duration.ofSeconds(60);

    private final Settings settings;
    private final ServiceContext context;
    private @Nullable RunningApi running;

    public DashboardApi(Settings settings, ServiceContext context) {
        this.settings = settings;
        this.context = context;
    }

    @Override
    public String name() {
        return "api";
    }

    /** Listens at once; ready when everything that Kafka held at the start has been read. */
    @Override
    public synchronized void start() throws Exception {
        String bootstrap = settings.get(CommonSettings.KAFKA_BOOTSTRAP);
        TelemetryTopics topics = TelemetryTopics.withPrefix(settings.get(CommonSettings.TOPIC_PREFIX));
        int partitions = settings.get(CommonSettings.PARTITIONS);
        Map<String, Integer> epochs = KafkaTopics.epochs(bootstrap, namesRead(topics), partitions, TOPICS_PATIENCE);

        KafkaFeed.Stores stores = new KafkaFeed.Stores(
                rollupStore(topics, partitions, epochs), new DeviceRegistry(), new LedgerBook(partitions));
        ApiMeters meters = new ApiMeters(context.meters());
        StreamHub hub = new StreamHub(
                stores.rollups(),
                stores.devices(),
                stores.ledger(),
                context.clock(),
                meters,
                settings.get(ApiSettings.STREAM_VIEWERS),
                BuildVersion.current());
        HubLoop loop = new HubLoop(hub, context.clock());
        KafkaFeed feed = new KafkaFeed(
                bootstrap,
                topics,
                stores,
                settings.get(ApiSettings.HISTORY_BYTES),
                context.clock(),
                loop::changed,
                topic -> meters.badRecords(topic).increment());
        stores.ledger().isPartialUntil(feed::isCaughtUp);
        HttpDoor door = door(stores, hub, feed);
        running = new RunningApi(new ClockWatch("api", context.clock(), feed::clockWentBack), feed, hub, loop, door);
        watch(meters, stores, running);

        running.start();
        log.atInfo().addKeyValue("port", door.port()).log("the dashboard listens");
    }

    private static List<String> namesRead(TelemetryTopics topics) {
        List<String> names = new ArrayList<>(List.of(topics.devices(), topics.ledger(), topics.readings()));
        Arrays.stream(Tier.values()).map(topics::rollups).forEach(names::add);
        return names;
    }

    private static RollupStore rollupStore(TelemetryTopics topics, int partitions, Map<String, Integer> epochs) {
        Map<String, TopicSpec> specs =
                topics.specs(partitions).stream().collect(Collectors.toMap(TopicSpec::name, spec -> spec));
        return new RollupStore(Arrays.stream(Tier.values())
                .map(tier -> {
                    String topic = topics.rollups(tier);
                    TopicSpec spec = Objects.requireNonNull(specs.get(topic));
                    return new TierStore(
                            tier,
                            Objects.requireNonNull(spec.retention()),
                            partitions,
                            Objects.requireNonNull(epochs.get(topic)));
                })
                .toList());
    }

    private HttpDoor door(KafkaFeed.Stores stores, StreamHub hub, KafkaFeed feed) throws SettingsException {
        HttpGuard guard = HttpGuard.from(settings);
        return new HttpDoor(
                new InetSocketAddress(BindRule.address(settings, guard.isOn()), settings.get(ApiSettings.HTTP_PORT)),
                new HttpDoor.Content(stores.rollups(), stores.devices(), stores.ledger(), hub),
                new HttpDoor.SelfReport(context.meters(), context.health(), catchUp(feed)),
                context.clock(),
                new HttpDoor.Audience(guard, settings.find(ApiSettings.HTTP_CORS_ORIGIN)));
    }

    private static CatchUp catchUp(KafkaFeed feed) {
        return new CatchUp() {
            @Override
            public boolean isOver() {
                return feed.isCaughtUp();
            }

            @Override
            public long left() {
                return feed.lag();
            }
        };
    }

    private void watch(ApiMeters meters, KafkaFeed.Stores stores, RunningApi parts) {
        meters.watch(
                parts.hub(),
                stores.rollups(),
                () -> stores.ledger()
                        .totals(SeriesFilter.ALL, context.clock().millis())
                        .residue(),
                () -> stores.devices().size());
        meters.gauge("sluice.api.lag", "Records of Kafka that are not yet applied", parts.feed()::lag);
        context.health().live(HealthCheck.of("api", parts::alive));
        context.health().ready(HealthCheck.of("api", parts::ready));
    }

    /** The bound port, once started. */
    public synchronized int httpPort() {
        if (running == null) {
            throw new IllegalStateException("the API must be started to have a port");
        }
        return running.door().port();
    }

    /** Says {@code bye} to every viewer, then stops listening and reading. */
    @Override
    public synchronized void close() {
        RunningApi parts = running;
        if (parts == null) {
            return;
        }
        running = null;
        parts.close();
    }
}
