package io.sluice.launcher.command;

import io.sluice.kit.settings.SettingsReference;
import io.sluice.launcher.settings.LauncherSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "settings",
        mixinStandardHelpOptions = true,
        description = {
            "The reference of every setting: name, type, default, unit, bounds, meaning.",
            "Environment SLUICE_MQTT_PORT wins over property sluice.mqtt.port over key mqtt.port in sluice.properties."
        })
final class SettingsCommand implements Runnable {
    @Option(names = "--markdown", description = "as docs/settings.md has it")
    private boolean markdown;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        SettingsReference reference = new SettingsReference(LauncherSettings.all());
        spec.commandLine().getOut().print(markdown ? reference.toMarkdown() : reference.toText());
        spec.commandLine().getOut().flush();
    }
}
