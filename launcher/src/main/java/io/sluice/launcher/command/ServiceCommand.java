package io.sluice.launcher.command;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.sluice.kit.admin.AdminServer;
import io.sluice.kit.admin.BindRule;
import io.sluice.kit.health.HealthCheck;
import io.sluice.kit.health.HealthRegistry;
import io.sluice.kit.health.HealthState;
import io.sluice.kit.lifecycle.Service;
import io.sluice.kit.lifecycle.ServiceContext;
import io.sluice.kit.lifecycle.ServiceStack;
import io.sluice.kit.metrics.PrometheusMeters;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Setting;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsCheck;
import io.sluice.kit.settings.SettingsException;
import io.sluice.launcher.exit.ExitCode;
import io.sluice.launcher.exit.StopSignal;
import io.sluice.launcher.exit.StoppableWork;
import io.sluice.launcher.exit.Watch;
import io.sluice.launcher.kafka.TopicSetup;
import io.sluice.launcher.local.OwnHost;
import io.sluice.launcher.settings.LauncherSettings;
import io.sluice.model.topic.TelemetryTopics;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs one service against an external Kafka, with an admin server of its own. */
@Command(mixinStandardHelpOptions = true)
abstract class ServiceCommand<S extends Service> implements Callable<Integer> {
    private final int adminPort;
    private final List<Setting<?>> used = new ArrayList<>(CommonSettings.all());
    private final List<SettingsCheck> checks = new ArrayList<>(List.of(ServiceCommand::topics, BindRule::checkHttp));

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /**
     * @param adminPort where the setting names none
     * @param own the service's own settings
     * @param ownChecks of them
     */
    ServiceCommand(int adminPort, List<Setting<?>> own, List<SettingsCheck> ownChecks) {
        this.adminPort = adminPort;
        this.used.addAll(own);
        this.checks.addAll(ownChecks);
    }

    abstract S service(Settings settings, ServiceContext context) throws Exception;

    /** The gateway leaves it to the others: it takes messages while Kafka is away, the spool is for that. */
    boolean createsTopics() {
        return true;
    }

    /**
     * Says where the service's own listener answers, where it has one.
     *
     * @param host as it stands in a URL
     */
    void announce(S service, String host, PrintWriter out) {}

    @Override
    public final Integer call() throws Exception {
        StopSignal stop = StopSignal.install();
        Settings settings = LauncherSettings.load(used, checks).withDefault(CommonSettings.ADMIN_PORT, adminPort);
        TopicSetup topics = topics(settings);
        HealthRegistry health = new HealthRegistry();
        PrometheusMeterRegistry meters = PrometheusMeters.create();
        AdminServer admin = AdminServer.from(settings, meters::scrape, health);
        S service = service(settings, new ServiceContext(meters, health, Clock.systemUTC()));
        AtomicBoolean started = new AtomicBoolean();
        health.ready(
                HealthCheck.of("start", () -> started.get() ? HealthState.up() : HealthState.down("still starting")));
        ServiceStack services = new ServiceStack().add(admin);
        if (createsTopics()) {
            services.add(topics);
        }
        try (ServiceStack stack = services.add(service)) {
            if (!new StoppableWork(stop).run(() -> stack.start(stop::isAsked))) {
                return ExitCode.DONE;
            }
            started.set(true);
            PrintWriter out = spec.commandLine().getOut();
            String host = OwnHost.of(settings);
            announce(service, host, out);
            out.printf("metrics    http://%s:%d/metrics%n", host, admin.port());
            out.flush();
            return new Watch(stop, health).run(out);
        }
    }

    private static TopicSetup topics(Settings settings) throws SettingsException {
        String bootstrap = settings.find(CommonSettings.KAFKA_BOOTSTRAP)
                .orElseThrow(() -> new SettingsException(List.of("kafka.bootstrap must be set for a single service,"
                        + " was not (SLUICE_KAFKA_BOOTSTRAP=host:port)")));
        TelemetryTopics topics = TelemetryTopics.withPrefix(settings.get(CommonSettings.TOPIC_PREFIX));
        return new TopicSetup(bootstrap, topics.specs(settings.get(CommonSettings.PARTITIONS)));
    }
}
