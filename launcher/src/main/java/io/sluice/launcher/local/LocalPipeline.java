package io.sluice.launcher.local;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.sluice.api.DashboardApi;
import io.sluice.gateway.EdgeGateway;
import io.sluice.ingest.Ingest;
import io.sluice.jobs.StreamJobs;
import io.sluice.kit.admin.AdminServer;
import io.sluice.kit.health.HealthCheck;
import io.sluice.kit.health.HealthRegistry;
import io.sluice.kit.health.HealthState;
import io.sluice.kit.lifecycle.EnvironmentException;
import io.sluice.kit.lifecycle.ServiceContext;
import io.sluice.kit.lifecycle.ServiceStack;
import io.sluice.kit.metrics.PrometheusMeters;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import io.sluice.launcher.kafka.EmbeddedBroker;
import io.sluice.launcher.kafka.TopicSetup;
import io.sluice.launcher.settings.LauncherSettings;
import io.sluice.model.topic.TelemetryTopics;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.function.BooleanSupplier;

/**
 * Everything in one JVM. The broker and its topics come first; the services then start side by side, since none needs
 * another to start. What drains first is what others feed on: gateway, ingest, jobs, API, broker.
 */
public final class LocalPipeline implements AutoCloseable {
    /** Enough to use a laptop's cores, few enough for its broker. */
    static final int PARTITIONS = 4;

    private final HealthRegistry health = new HealthRegistry();
    private final Settings settings;
    private final EmbeddedBroker broker;
    private final AdminServer admin;
    private final EdgeGateway gateway;
    private final DashboardApi api;
    private final ServiceStack stack;
    private volatile boolean started;

    public LocalPipeline(Settings given, DataFolder folder) throws EnvironmentException, SettingsException {
        broker = EmbeddedBroker.in(folder.path().resolve("kafka"), given.get(LauncherSettings.KAFKA_PORT));
        settings = given.with(CommonSettings.DATA_DIR, folder.path())
                .with(CommonSettings.KAFKA_BOOTSTRAP, broker.bootstrap())
                .withDefault(CommonSettings.PARTITIONS, PARTITIONS);
        PrometheusMeterRegistry meters = PrometheusMeters.create();
        ServiceContext context = new ServiceContext(meters, health, Clock.systemUTC());
        admin = AdminServer.from(settings, meters::scrape, health);
        gateway = new EdgeGateway(settings, context);
        Ingest ingest = new Ingest(settings, context);
        StreamJobs jobs = new StreamJobs(settings, context);
        api = new DashboardApi(settings, context);
        stack = new ServiceStack()
                .addStage(admin, broker)
                .add(topics())
                .addStage(jobs, ingest, api, gateway)
                .drainInOrder(gateway, ingest, jobs, api, broker, admin);
        health.ready(HealthCheck.of("start", () -> started ? HealthState.up() : HealthState.down("still starting")));
    }

    /**
     * Nothing in it waits for anyone else, so what has begun to start is not broken off: Kafka, interrupted while it
     * opens a file, takes that for a failed disk and halts the process.
     *
     * @param isGivenUp asked before each stage and at the end
     * @return false where it was; {@link #close} is still due
     */
    public boolean start(BooleanSupplier isGivenUp) throws Exception {
        started = stack.start(isGivenUp);
        return started;
    }

    public HealthRegistry health() {
        return health;
    }

    public String httpUrl() {
        return "http://" + host() + ":" + api.httpPort();
    }

    public String mqttUrl() {
        return "mqtt://" + host() + ":" + gateway.mqttPort();
    }

    public String kafkaBootstrap() {
        return broker.bootstrap();
    }

    /** Says where each listener answers, a line for each. */
    public void announce(PrintWriter out) {
        out.printf("dashboard  %s%n", httpUrl());
        MqttListeners.of(gateway, host()).print(out);
        out.printf("kafka      %s%n", kafkaBootstrap());
        out.printf("metrics    http://%s:%d/metrics%n", host(), admin.port());
        out.flush();
    }

    @Override
    public void close() {
        started = false;
        stack.close();
    }

    private String host() {
        return OwnHost.of(settings);
    }

    private TopicSetup topics() {
        TelemetryTopics topics = TelemetryTopics.withPrefix(settings.get(CommonSettings.TOPIC_PREFIX));
        return new TopicSetup(broker.bootstrap(), topics.specs(settings.get(CommonSettings.PARTITIONS)));
    }
}
