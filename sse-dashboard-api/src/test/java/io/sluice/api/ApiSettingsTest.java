package io.sluice.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApiSettingsTest {
    @Test
    void theDefaultsAreThese() {
        Settings defaults = Settings.defaults(ApiSettings.all());
        assertEquals(8080, defaults.get(ApiSettings.HTTP_PORT));
        assertEquals(Optional.empty(), defaults.find(ApiSettings.HTTP_CORS_ORIGIN));
        assertEquals(20_000, defaults.get(ApiSettings.STREAM_VIEWERS));
        assertEquals(67_108_864L, defaults.get(ApiSettings.HISTORY_BYTES));
        assertTrue(ApiSettings.all().containsAll(CommonSettings.all()));
    }
}
