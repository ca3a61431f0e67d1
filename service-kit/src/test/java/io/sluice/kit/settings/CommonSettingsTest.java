package io.sluice.kit.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CommonSettingsTest {
    @Test
    void everyDefaultIsPinned() {
        assertEquals(
                "data.dir=./sluice-data, bind.address=127.0.0.1, allow.anonymous=false, kafka.bootstrap=none,"
                        + " topic.prefix=telemetry, partitions=12, log.format=text, admin.port=9400, http.token-file=none",
                CommonSettings.all().stream()
                        .map(setting -> setting.key() + "=" + setting.defaultText())
                        .collect(Collectors.joining(", ")));
    }
}
