package io.sluice.launcher.command;

import io.sluice.kit.lifecycle.EnvironmentException;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import io.sluice.launcher.command.option.DurationConverter;
import io.sluice.launcher.command.option.PlantedConverter;
import io.sluice.launcher.exit.ExitCode;
import io.sluice.launcher.exit.StopSignal;
import io.sluice.launcher.local.DataFolder;
import io.sluice.launcher.settings.LauncherSettings;
import io.sluice.launcher.verify.ClusterSubject;
import io.sluice.launcher.verify.FaultPlan;
import io.sluice.launcher.verify.FaultTargets;
import io.sluice.launcher.verify.LocalSubject;
import io.sluice.launcher.verify.Subject;
import io.sluice.launcher.verify.Verdict;
import io.sluice.launcher.verify.VerifyOptions;
import io.sluice.launcher.verify.VerifyOptions.Planted;
import io.sluice.launcher.verify.VerifyRun;
import io.sluice.simulator.cost.OpenFiles;
import io.sluice.simulator.fleet.Scenario;
import io.sluice.simulator.oracle.HistoryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "A fleet that knows what it said and was answered, a pipeline on free ports and fresh data, faults, and a judge.",
            "The judge compares every window of every tier, the stream and the ledger with the truth. Exits 0 only when"
                    + " balanced."
        })
final class VerifyCommand implements Callable<Integer> {
    /** Windows of 1 s are kept for two hours, and are asked for when all is healed, answered and at rest. */
    private static final Duration LONGEST = Duration.ofMinutes(100);

    @Option(
            names = "--scenario",
            paramLabel = "S",
            description = {
                "a built-in scenario or a file: who talks, how often and when; what is said is the judge's own.",
                "Default: ${DEFAULT-VALUE}, the demo's devices twice a second"
            })
    private String scenario = "judged";

    @Option(names = "--devices", paramLabel = "N", description = "default: ${DEFAULT-VALUE}")
    private int devices = 100;

    @Option(
            names = "--faults",
            paramLabel = "PLAN",
            description = {
                "none; connections (one of each kind of fault on the way, every ten seconds); kill-everything (each process at"
                        + " least once, then two faults a minute); everything (each kind of fault once, then two a minute);"
                        + " or a file with lines like '20s kill gateway', '30s pause broker-1 5s', '40s latency 200ms 10s 3'"
                        + " (docs/verification.md).",
                "Default: kill-everything with --processes, else connections."
            })
    private @Nullable String faults;

    @Option(names = "--seed", paramLabel = "S", description = "of devices and faults; default: ${DEFAULT-VALUE}")
    private long seed = 1;

    @Option(
            names = "--for",
            paramLabel = "T",
            converter = DurationConverter.class,
            description = "how long the fleet talks, at most 100m; default: 3m")
    private Duration time = Duration.ofMinutes(3);

    @Option(names = "--processes", description = "each part a process of its own, as cluster up has them")
    private boolean processes;

    @Option(
            names = "--mutate",
            paramLabel = "KIND",
            converter = PlantedConverter.class,
            description = "plants one fault that the judge must find, and exits 1, also where it could not be planted:"
                    + " ${COMPLETION-CANDIDATES}")
    private @Nullable Planted mutation;

    @Option(names = "--report", paramLabel = "FILE", description = "writes the verdict as JSON")
    private @Nullable Path report;

    @Option(
            names = "--history",
            paramLabel = "FILE",
            description =
                    "writes what each device said, forced to disk before it says it, and was answered; a new file")
    private @Nullable Path history;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        FleetCommand.checkDevices(devices, spec);
        if (time.compareTo(LONGEST) > 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--for must be <= " + LONGEST.toMinutes() + "m, since windows of 1 s are kept for 2 h, was "
                            + time.toMinutes() + "m");
        }
        if (time.multipliedBy(devices).compareTo(Subject.LONGEST_OF_ALL_DEVICES) > 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--for times --devices must be <= " + Subject.LONGEST_OF_ALL_DEVICES.toHours()
                            + "h, since the API has to hold all windows of 1 s, was "
                            + time.multipliedBy(devices).toHours() + "h");
        }
        if (history != null && Files.exists(history)) {
            throw new ParameterException(
                    spec.commandLine(), "--history must be a file that is not there yet, was " + history);
        }
        NewFile.checkWritable("--history", history, spec);
        NewFile.checkWritable("--report", report, spec);
        FleetCommand.checkFiles(OpenFiles.objectionToAll(devices));
        String plan = faults != null ? faults : processes ? "kill-everything" : "connections";
        StopSignal stop = StopSignal.install();
        Settings settings = LauncherSettings.load(LauncherSettings.all(), DemoCommand.checks("verify"));
        try (DataFolder folder = DataFolder.temporary();
                Subject subject = subject(settings, folder)) {
            String prefix = settings.get(CommonSettings.TOPIC_PREFIX);
            VerifyOptions options = new VerifyOptions(scenario, devices, seed, time, plan, mutation, history, prefix);
            check(options, subject.targets());
            Verdict verdict = new VerifyRun(options, subject, spec.commandLine().getOut(), stop::isAsked).run();
            verdict.print(spec.commandLine().getOut());
            write(verdict);
            return verdict.isBalanced() ? ExitCode.DONE : ExitCode.VERDICT_NO;
        } catch (HistoryException e) {
            throw new EnvironmentException(String.valueOf(e.getMessage()), e);
        }
    }

    private void write(Verdict verdict) throws EnvironmentException {
        if (report != null) {
            try {
                verdict.write(report);
            } catch (IOException e) {
                throw new EnvironmentException("--report must be written to " + report + ", could not be: " + e, e);
            }
        }
    }

    private Subject subject(Settings settings, DataFolder folder) throws Exception {
        return processes ? new ClusterSubject(settings, folder.path()) : new LocalSubject(settings, folder);
    }

    private void check(VerifyOptions options, FaultTargets targets) throws IOException {
        try {
            Scenario.named(scenario);
            FaultPlan.of(options.faults(), seed, time, targets);
            VerifyRun.checkMutation(options);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage());
        }
    }
}
