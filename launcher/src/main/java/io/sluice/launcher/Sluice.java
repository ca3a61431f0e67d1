package io.sluice.launcher;

import io.sluice.kit.metrics.BuildVersion;
import io.sluice.kit.settings.SettingsException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
        name = "sluice",
        mixinStandardHelpOptions = true,
        versionProvider = Sluice.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "An IoT telemetry pipeline that can prove its numbers.",
        footer = {"", "./sluice also knows test and bench, each with its own --help."},
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            ClusterCommand.class,
            FleetCommand.class,
            ReplayCommand.class,
            VerifyCommand.class,
            GatewayCommand.class,
            IngestCommand.class,
            JobsCommand.class,
            ApiCommand.class,
            DecodeCommand.class,
            PasswordCommand.class,
            SettingsCommand.class
        })
public final class Sluice implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"sluice " + BuildVersion.current()};
        }
    }

    public static void main(String[] args) {
        // Netty reads it once, at the first bootstrap; without it the gateway's durable gate is not in the pipeline.
        System.setProperty("io.netty.bootstrap.extensions", "serviceload");
        LogFormat.choose();
        int exitCode = commandLine().execute(args);
        System.out.flush();
        System.exit(exitCode);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Sluice())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((problem, args) -> usage(problem))
                .setExecutionExceptionHandler(Sluice::failed);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command must be named; --help lists them");
    }

    private static int usage(ParameterException problem) {
        problem.getCommandLine().getErr().println("sluice: " + oneLine(problem.getMessage()));
        return ExitCode.USAGE;
    }

    private static int failed(Exception problem, CommandLine command, ParseResult parsed) {
        if (problem instanceof SettingsException) {
            command.getErr().println("sluice: " + oneLine(problem.getMessage()));
            return ExitCode.USAGE;
        }
        if (problem instanceof EnvironmentException) {
            command.getErr().println("sluice: " + oneLine(problem.getMessage()));
            return ExitCode.ENVIRONMENT;
        }
        if (problem instanceof FileSystemException) {
            command.getErr().println("sluice: files must be there and writable, was " + oneLine(problem.getMessage()));
            return ExitCode.ENVIRONMENT;
        }
        LoggerFactory.getLogger(Sluice.class).atError().setCause(problem).log("command failed");
        return ExitCode.VERDICT_NO;
    }

    private static String oneLine(@Nullable String message) {
        return String.valueOf(message).replaceAll("\\p{Cntrl}+", " ");
    }
}
