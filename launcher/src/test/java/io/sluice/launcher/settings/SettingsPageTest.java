package io.sluice.launcher.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.kit.settings.SettingsReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/settings.md is generated, and so pins every key, default and bound: a change to one shows in review. */
class SettingsPageTest {
    @Test
    void thePageIsWhatTheSettingsSay() throws IOException {
        assertEquals(
                new SettingsReference(LauncherSettings.all()).toMarkdown(),
                Files.readString(Path.of("..", "docs", "settings.md")),
                "write it anew: ./sluice settings --markdown > docs/settings.md");
    }
}
