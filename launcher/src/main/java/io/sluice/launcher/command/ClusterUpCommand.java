package io.sluice.launcher.command;

import io.sluice.kit.settings.Settings;
import io.sluice.launcher.cluster.LocalCluster;
import io.sluice.launcher.command.option.DataOptions;
import io.sluice.launcher.exit.ExitCode;
import io.sluice.launcher.exit.StopSignal;
import io.sluice.launcher.local.DataFolder;
import io.sluice.launcher.settings.LauncherSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Three Kafka brokers, a JobManager and two TaskManagers of Flink with the job submitted to them, gateway, ingest"
                    + " and API, each a process of its own.",
            "Keeps its data in the folder cluster of data.dir; starts again what dies, so kill -9 whatever you find in"
                    + " cluster/run/*.pid. Logs in cluster/logs. Until it is ready, five deaths of one in a row end it."
        })
final class ClusterUpCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(ClusterUpCommand.class);
    private static final Duration STEP = Duration.ofMillis(250);

    @Mixin
    private final DataOptions data = new DataOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        StopSignal stop = StopSignal.install();
        Settings settings = LauncherSettings.load(LauncherSettings.all(), LauncherSettings.checks());
        Path path = data.path(settings).resolve("cluster");
        try (DataFolder folder = data.open(path)) {
            try (LocalCluster cluster =
                    new LocalCluster(settings, settings.get(LauncherSettings.KAFKA_PORT), folder.path())) {
                cluster.start();
                announce(cluster, spec.commandLine().getOut());
                return watch(cluster, stop, spec.commandLine().getOut());
            }
        }
    }

    private static void announce(LocalCluster cluster, PrintWriter out) {
        out.printf("dashboard  %s%n", cluster.httpUrl());
        cluster.mqttListeners().print(out);
        out.printf("kafka      %s%n", cluster.kafkaBootstrap());
        out.printf("flink      %s%n", cluster.flinkUrl());
        out.flush();
    }

    private static int watch(LocalCluster cluster, StopSignal stop, PrintWriter out) throws Exception {
        boolean announced = false;
        while (!stop.await(STEP)) {
            cluster.look();
            String fault = cluster.fault();
            if (fault != null) {
                log.atError().addKeyValue("fault", fault).log("the cluster cannot go on, draining it");
                return ExitCode.VERDICT_NO;
            }
            if (!announced && cluster.isReady()) {
                announced = true;
                cluster.neverGiveUp();
                out.println("ready");
                out.flush();
            }
        }
        return ExitCode.DONE;
    }
}
