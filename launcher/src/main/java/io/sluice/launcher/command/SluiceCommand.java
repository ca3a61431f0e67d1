package io.sluice.launcher.command;

import io.sluice.kit.metrics.BuildVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./sluice} itself, which has to be told a command. */
@Command(
        name = "sluice",
        mixinStandardHelpOptions = true,
        versionProvider = SluiceCommand.Version.class,
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
public final class SluiceCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"sluice " + BuildVersion.current()};
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command must be named; --help lists them");
    }
}
