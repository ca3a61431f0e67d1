package io.sluice.launcher.command;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.gateway.access.AccessSettings;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import io.sluice.launcher.settings.LauncherSettings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FleetGetsInTest {
    private static final Settings TOKENS =
            Settings.defaults(LauncherSettings.all()).with(CommonSettings.HTTP_TOKEN_FILE, Path.of("tokens"));

    @Test
    void a_fleet_has_no_password_and_the_judge_no_token() {
        Settings both = TOKENS.with(AccessSettings.PASSWORDS, Path.of("passwords"));

        assertEquals(
                List.of(
                        "mqtt.passwords must not be set for verify, whose fleet has no password",
                        "http.token-file must not be set for verify, whose judge has no token"),
                faults("verify", both));
    }

    @Test
    void a_demo_reads_a_token_for_itself() {
        assertDoesNotThrow(() -> DemoCommand.checkFleetGetsIn("demo", TOKENS));
    }

    private static List<String> faults(String command, Settings settings) {
        return assertThrows(SettingsException.class, () -> DemoCommand.checkFleetGetsIn(command, settings))
                .faults();
    }
}
