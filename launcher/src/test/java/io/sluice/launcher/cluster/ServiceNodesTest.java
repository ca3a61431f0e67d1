package io.sluice.launcher.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.api.ApiSettings;
import io.sluice.gateway.mqtt.listen.MqttSettings;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import io.sluice.launcher.settings.LauncherSettings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceNodesTest {
    private static final Settings SETTINGS = Settings.defaults(LauncherSettings.all())
            .with(MqttSettings.PORT, 0)
            .with(MqttSettings.WEBSOCKET_PORT, 0)
            .with(ApiSettings.HTTP_PORT, 0)
            .with(CommonSettings.KAFKA_BOOTSTRAP, "127.0.0.1:1");

    /** Whoever builds the cluster may have settings that this process was not given. */
    @Test
    void what_the_cluster_was_given_its_services_are_given() throws Exception {
        Settings settings = SETTINGS.with(CommonSettings.TOPIC_PREFIX, "other")
                .with(CommonSettings.PARTITIONS, 7)
                .with(ApiSettings.HISTORY_BYTES, 123_456_789L);

        Map<String, String> api = new ServiceNodes(settings, Path.of("folder")).environment("api");

        assertEquals("127.0.0.1:1", api.get("SLUICE_KAFKA_BOOTSTRAP"));
        assertEquals("other", api.get("SLUICE_TOPIC_PREFIX"));
        assertEquals("7", api.get("SLUICE_PARTITIONS"));
        assertEquals("123456789", api.get("SLUICE_HISTORY_BYTES"));
        assertEquals("folder", api.get("SLUICE_DATA_DIR"));
    }

    @Test
    void an_api_has_heap_for_the_history_of_four_tiers() throws Exception {
        ServiceNodes usual = new ServiceNodes(SETTINGS, Path.of("folder"));
        assertEquals("512m", usual.heap("api"));

        ServiceNodes large = new ServiceNodes(SETTINGS.with(ApiSettings.HISTORY_BYTES, 256L << 20), Path.of("folder"));
        assertEquals("1280m", large.heap("api"));
        assertEquals("512m", large.heap("gateway"));
    }
}
