package io.sluice.launcher.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "up",
        description = "The pipeline as processes: three Kafka brokers, a standalone Flink, gateway, ingest and API.",
        subcommands = ClusterUpCommand.class)
final class ClusterCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "cluster must be told what to do: cluster up");
    }
}
