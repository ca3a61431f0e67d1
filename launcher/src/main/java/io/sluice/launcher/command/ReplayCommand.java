package io.sluice.launcher.command;

import io.sluice.kit.lifecycle.EnvironmentException;
import io.sluice.launcher.command.option.BrokerOptions;
import io.sluice.launcher.exit.ExitCode;
import io.sluice.launcher.exit.StopSignal;
import io.sluice.launcher.settings.LauncherSettings;
import io.sluice.simulator.Replay;
import io.sluice.simulator.ReplayOptions;
import io.sluice.simulator.ReplayReport;
import io.sluice.simulator.mqtt.BrokerAccess;
import io.sluice.simulator.replay.ColumnSpec;
import io.sluice.simulator.replay.Recording;
import io.sluice.simulator.replay.RecordingException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Recorded data (plain or .gz) published as devices; the recorded sets are known by their shape.",
            "A recording that numbers a device from below 1 has its numbers shifted so that the lowest is 1.",
            "Exits 1 when a row was not taken."
        })
final class ReplayCommand implements Callable<Integer> {
    private static final Duration STEP = Duration.ofMillis(50);

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "recordings of one run")
    private List<Path> files = List.of();

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Option(names = "--speed", paramLabel = "X", description = "times faster than recorded; default: ${DEFAULT-VALUE}")
    private double speed = 1;

    @Option(names = "--keep-time", description = "keep the recorded ts (needs the gateway's bound on age widened)")
    private boolean keepTime;

    @Option(
            names = "--columns",
            paramLabel = "ts=0,device=1,…",
            converter = ColumnsConverter.class,
            description = {
                "the columns of files of another shape: ts and, where they are there, device, epoch and seq; any other name is a"
                        + " metric. A first line without any number is a header.",
                "Without epoch the run is one epoch of each device; without seq the rows of a device and epoch are counted."
            })
    private @Nullable ColumnSpec columns;

    @Option(names = "--separator", paramLabel = "C", description = "with --columns; default: ,")
    private @Nullable Character separator;

    @Option(names = "--decimal", paramLabel = "C", description = "with --columns; default: .")
    private @Nullable Character decimal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    static final class ColumnsConverter implements ITypeConverter<ColumnSpec> {
        @Override
        public ColumnSpec convert(String text) {
            try {
                return ColumnSpec.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    @Override
    public Integer call() throws Exception {
        LauncherSettings.load();
        StopSignal stop = StopSignal.install();
        Replay replay = replay();
        FutureTask<ReplayReport> run = new FutureTask<>(replay::run);
        new Thread(run, "replay").start();
        while (!run.isDone()) {
            if (stop.await(STEP)) {
                replay.stop();
                report(run);
                return ExitCode.DONE;
            }
        }
        return report(run);
    }

    private int report(FutureTask<ReplayReport> run) throws Exception {
        try {
            ReplayReport report = run.get();
            spec.commandLine().getOut().println(report);
            spec.commandLine().getOut().flush();
            return report.exitCode();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException problem) {
                throw new EnvironmentException(String.valueOf(problem.getMessage()), problem);
            }
            throw e;
        }
    }

    private Replay replay() {
        BrokerAccess access = broker.access();
        if (access.hasPlaceholders()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--user must not hold {site} or {device}: each connection of a replay speaks for several devices");
        }
        checkDialect();
        if (!(speed > 0)) {
            throw new ParameterException(spec.commandLine(), "--speed must be > 0, was " + speed);
        }
        try {
            return new Replay(ReplayOptions.of(files, broker.broker(), speed)
                    .withAccess(access)
                    .withKeepTime(keepTime)
                    .withDialect(new Recording.Dialect(columns, separator, decimal)));
        } catch (RecordingException | IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "FILE must be readable, was not: " + e.getMessage());
        }
    }

    /** The recorded sets have their own. */
    private void checkDialect() {
        List<String> given = new ArrayList<>();
        if (separator != null) {
            given.add("--separator " + separator);
        }
        if (decimal != null) {
            given.add("--decimal " + decimal);
        }
        if (columns == null && !given.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--separator and --decimal must not be given without --columns, was " + String.join(" ", given));
        }
    }
}
