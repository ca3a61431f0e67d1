package io.sluice.kit.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpGuardTest {
    private static final String FIRST = "0123456789abcdef-first";
    private static final String SECOND = "0123456789abcdef-second";
    private static final Settings DEFAULTS = Settings.defaults(CommonSettings.all());

    @TempDir
    Path folder;

    private HttpGuard guard(String content) throws IOException, SettingsException {
        Path file = Files.writeString(folder.resolve("tokens"), content);
        return HttpGuard.from(DEFAULTS.with(CommonSettings.HTTP_TOKEN_FILE, file));
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void answers_everyone_where_no_file_is_set() throws SettingsException {
        HttpGuard guard = HttpGuard.from(DEFAULTS);

        assertFalse(guard.isOn());
        assertTrue(guard.admits("/metrics", null));
        assertEquals(Optional.empty(), guard.ownToken());
    }

    @Test
    void admits_each_token_as_bearer_or_as_the_password_of_any_user() throws Exception {
        HttpGuard guard = guard("# for Prometheus\n" + FIRST + "\n\n  " + SECOND + "  \n");

        assertTrue(guard.isOn());
        assertTrue(guard.admits("/metrics", "Bearer " + FIRST));
        assertTrue(guard.admits("/metrics", "bearer " + SECOND));
        assertTrue(guard.admits("/", basic("someone:" + FIRST)));
        assertTrue(guard.admits("/", basic(":" + SECOND)));
        assertEquals(Optional.of(FIRST), guard.ownToken());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer 0123456789abcdef",
                "Basic",
                "Basic !!!",
                "Digest x",
                "0123456789abcdef-first",
                "Bearer # for Prometheus",
                "Bearer 0123456789abcdef-first2"
            })
    void admits_nothing_else(String authorization) throws Exception {
        HttpGuard guard = guard("# for Prometheus\n" + FIRST + "\n");

        assertFalse(guard.admits("/metrics", authorization));
        assertFalse(guard.admits("/metrics", null));
        assertFalse(guard.admits("/api/v1/stream", basic(FIRST + ":x")));
    }

    @Test
    void leaves_health_open_and_only_health() throws Exception {
        HttpGuard guard = guard(FIRST);

        assertTrue(guard.admits("/health/live", null));
        assertTrue(guard.admits("/health/ready", null));
        assertFalse(guard.admits("/health/ready/../../metrics", null));
        assertFalse(guard.admits("/health", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "short", "0123456789abcdef with a space", "0123456789abcdéf"})
    void refuses_a_file_without_good_tokens_and_does_not_show_them(String content) {
        SettingsException thrown = assertThrows(SettingsException.class, () -> guard(content));

        assertTrue(thrown.faults().get(0).startsWith("http.token-file: "), thrown.getMessage());
        assertFalse(content.length() > 4 && thrown.faults().get(0).contains(content), thrown.getMessage());
    }

    @Test
    void refuses_a_file_that_is_not_there() {
        Settings settings = DEFAULTS.with(CommonSettings.HTTP_TOKEN_FILE, folder.resolve("nowhere"));

        SettingsException thrown = assertThrows(SettingsException.class, () -> HttpGuard.from(settings));

        assertTrue(
                thrown.faults().get(0).startsWith("http.token-file must be a file that can be read, was "),
                thrown.getMessage());
    }
}
