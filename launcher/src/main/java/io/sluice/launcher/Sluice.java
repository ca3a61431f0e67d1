package io.sluice.launcher;

import io.sluice.kit.lifecycle.EnvironmentException;
import io.sluice.kit.settings.SettingsException;
import io.sluice.launcher.command.SluiceCommand;
import io.sluice.launcher.exit.ExitCode;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry point: runs the command that is named, and makes a message and an exit code of what goes wrong. */
public final class Sluice {
    private Sluice() {}

    public static void main(String[] args) {
        // Netty reads it once, at the first bootstrap; without it the gateway's durable gate is not in the pipeline.
        System.setProperty("io.netty.bootstrap.extensions", "serviceload");
        LogFormat.choose();
        int exitCode = commandLine().execute(args);
        System.out.flush();
        System.exit(exitCode);
    }

    static CommandLine commandLine() {
        return new CommandLine(new SluiceCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((problem, args) -> usage(problem))
                .setExecutionExceptionHandler(Sluice::failed);
    }

    private static int usage(ParameterException problem) {
        problem.getCommandLine().getErr().println("sluice: " + oneLine(messageOf(problem)));
        return ExitCode.USAGE;
    }

    private static @Nullable String messageOf(ParameterException problem) {
        CommandLine command = problem.getCommandLine();
        if (problem instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && !command.getSubcommands().isEmpty()) {
            String whose = command.getParent() == null ? "" : " of " + command.getCommandName();
            return "a command" + whose + " must be one that --help lists, was "
                    + unmatched.getUnmatched().get(0);
        }
        return problem.getMessage();
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
