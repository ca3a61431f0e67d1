package io.sluice.launcher.command;

import io.sluice.kit.settings.Settings;
import io.sluice.launcher.command.option.DataOptions;
import io.sluice.launcher.exit.ExitCode;
import io.sluice.launcher.exit.StopSignal;
import io.sluice.launcher.exit.Watch;
import io.sluice.launcher.local.DataFolder;
import io.sluice.launcher.local.LocalPipeline;
import io.sluice.launcher.settings.LauncherSettings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Everything in one JVM, no fleet: bring your own devices.",
            "Survives restarts and kill -9: every acknowledged message is counted once after the next start."
        })
final class UpCommand implements Callable<Integer> {
    @Mixin
    private final DataOptions data = new DataOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        StopSignal stop = StopSignal.install();
        Settings settings = LauncherSettings.load(LauncherSettings.all(), LauncherSettings.checks());
        PrintWriter out = spec.commandLine().getOut();
        try (DataFolder folder = data.open(data.path(settings))) {
            try (LocalPipeline pipeline = new LocalPipeline(settings, folder)) {
                if (!pipeline.start(stop::isAsked)) {
                    return ExitCode.DONE;
                }
                pipeline.announce(out);
                return new Watch(stop, pipeline.health()).run(out);
            }
        }
    }
}
