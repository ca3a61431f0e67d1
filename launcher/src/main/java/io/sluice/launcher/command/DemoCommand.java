package io.sluice.launcher.command;

import io.sluice.gateway.access.AccessSettings;
import io.sluice.gateway.mqtt.listen.MqttSettings;
import io.sluice.kit.access.HttpGuard;
import io.sluice.kit.lifecycle.EnvironmentException;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsCheck;
import io.sluice.kit.settings.SettingsException;
import io.sluice.launcher.command.option.DurationConverter;
import io.sluice.launcher.exit.ExitCode;
import io.sluice.launcher.exit.StopSignal;
import io.sluice.launcher.exit.Watch;
import io.sluice.launcher.figures.LedgerFigures;
import io.sluice.launcher.figures.PublicFigures;
import io.sluice.launcher.figures.Settling;
import io.sluice.launcher.figures.StatusLine;
import io.sluice.launcher.local.DataFolder;
import io.sluice.launcher.local.LocalPipeline;
import io.sluice.launcher.settings.LauncherSettings;
import io.sluice.simulator.Fleet;
import io.sluice.simulator.FleetOptions;
import io.sluice.simulator.cost.OpenFiles;
import io.sluice.simulator.mqtt.BrokerAddress;
import io.sluice.simulator.mqtt.PublishCounts;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Everything in one JVM plus a simulated fleet, on a fresh temporary data folder unless data.dir is set.",
            "Exits 1 when nothing was counted, or residue or inFlight is not 0 at the end; stopped before the fleet has said"
                    + " anything it exits 0."
        })
final class DemoCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(DemoCommand.class);
    private static final long SEED = 1;
    private static final Duration SETTLING = Duration.ofSeconds(60);

    @Option(names = "--devices", paramLabel = "N", description = "default: ${DEFAULT-VALUE}")
    private int devices = 200;

    @Option(
            names = "--for",
            paramLabel = "T",
            converter = DurationConverter.class,
            description = "ends by itself after this time, such as 60s")
    private @Nullable Duration time;

    @Option(names = "--no-browser", description = "do not open the dashboard")
    private boolean noBrowser;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        FleetCommand.checkDevices(devices, spec);
        FleetCommand.checkFiles(OpenFiles.objectionToAll(devices));
        StopSignal stop = StopSignal.install();
        Settings settings = LauncherSettings.load(LauncherSettings.all(), checks("demo"));
        try (DataFolder folder = folder(settings)) {
            Ending ending = run(settings, folder, stop);
            PrintWriter out = spec.commandLine().getOut();
            out.println(ending.total().totalLine());
            out.flush();
            return ending.exitCode(stop.isAsked());
        }
    }

    /** @param published messages that the fleet has sent off */
    record Ending(LedgerFigures total, long published) {
        /**
         * That nothing was counted speaks against the pipeline where it was given something, or all the time that was
         * asked for. Who stops it before has seen nothing go wrong, and has it drained and done like any other command.
         */
        int exitCode(boolean isStopped) {
            boolean hadNothing = isStopped && published == 0;
            return hadNothing || total.isBalanced() ? ExitCode.DONE : ExitCode.VERDICT_NO;
        }
    }

    /** Of a command that runs all services and a fleet. */
    static List<SettingsCheck> checks(String command) {
        List<SettingsCheck> checks = new ArrayList<>(LauncherSettings.checks());
        checks.add(settings -> checkFleetGetsIn(command, settings));
        return checks;
    }

    /**
     * The fleet shows no password, and every tile would stay empty; verify's judge shows no token and would be told
     * nothing.
     */
    static void checkFleetGetsIn(String command, Settings settings) throws SettingsException {
        List<String> faults = new ArrayList<>(Stream.of(
                        AccessSettings.PASSWORDS, AccessSettings.JWT_KEYS, MqttSettings.TLS_CLIENT_CA)
                .filter(settings::isGiven)
                .map(setting -> setting.key() + " must not be set for " + command + ", whose fleet has no password")
                .toList());
        if (command.equals("verify") && settings.isGiven(CommonSettings.HTTP_TOKEN_FILE)) {
            faults.add(CommonSettings.HTTP_TOKEN_FILE.key() + " must not be set for verify, whose judge has no token");
        }
        SettingsException.throwIfAny(faults);
    }

    private static DataFolder folder(Settings settings) throws EnvironmentException {
        return settings.isGiven(CommonSettings.DATA_DIR)
                ? DataFolder.open(settings.get(CommonSettings.DATA_DIR))
                : DataFolder.temporary();
    }

    private Ending run(Settings settings, DataFolder folder, StopSignal stop) throws Exception {
        try (LocalPipeline pipeline = new LocalPipeline(settings, folder)) {
            if (!pipeline.start(stop::isAsked)) {
                return new Ending(LedgerFigures.NOTHING, 0);
            }
            pipeline.announce(spec.commandLine().getOut());
            PublicFigures figures = new PublicFigures(
                    pipeline.httpUrl(), HttpGuard.from(settings).ownToken());
            PublishCounts said;
            try (Fleet fleet =
                            new Fleet(FleetOptions.of("demo", devices, BrokerAddress.parse(pipeline.mqttUrl()), SEED));
                    PublicFigures.Viewer viewer = figures.view()) {
                fleet.start();
                if (!noBrowser) {
                    Browser.open(pipeline.httpUrl());
                }
                report(new StatusLine(figures), new Watch(stop, pipeline.health()), stop);
                said = fleet.stop();
            }
            LedgerFigures total =
                    said.published() == 0 ? figures.ledger() : new Settling(figures).await(said.acked(), SETTLING);
            return new Ending(total, said.published());
        }
    }

    /** A line a second, until the time is over, a signal comes or a service dies. */
    void report(StatusLine status, Watch watch, StopSignal stop) throws InterruptedException {
        Duration end = time == null ? Duration.ofSeconds(Long.MAX_VALUE) : time;
        long startNanos = System.nanoTime();
        for (long second = 1; ; second++) {
            Duration next = Duration.ofSeconds(second);
            boolean isOver = next.compareTo(end) > 0;
            Duration wait = (isOver ? end : next).minusNanos(System.nanoTime() - startNanos);
            if (stop.await(wait) || watch.isDead() || isOver) {
                return;
            }
            try {
                spec.commandLine().getOut().println(status.next());
                spec.commandLine().getOut().flush();
            } catch (IOException | IllegalArgumentException e) {
                log.atWarn().addKeyValue("problem", e.getMessage()).log("the pipeline does not answer");
            }
        }
    }
}
