package io.sluice.gateway.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.kit.settings.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What would end the bridge when it connects is a fault when the gateway starts. */
class BridgeSettingsTest {
    private final Settings settings =
            Settings.defaults(BridgeSettings.all()).with(BridgeSettings.URL, "mqtt://broker:1883");

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "mqtt://broker:0",
                "mqtt://broker:65536",
                "mqtt://..:1883",
                "mqtt://10.0.0.256:1883",
                "mqtt://[1:2]:1883"
            })
    void a_url_that_names_no_host_or_port_is_a_fault(String url) {
        assertEquals(
                List.of("bridge.url must name a host and a port from 1 to 65535, was " + url),
                BridgeSettings.faultsIn(settings.with(BridgeSettings.URL, url)));
    }

    @Test
    void a_host_has_no_underscore_which_no_uri_may_have() {
        assertThrows(IllegalArgumentException.class, () -> settings.with(BridgeSettings.URL, "mqtt://my_broker:1883"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "telemetry/#,telemetry/+/pump",
                "telemetry/a/b,telemetry/a/b",
                "telemetry/a,telemetry/a/#",
                "+/a,telemetry/+",
                "#,telemetry/a"
            })
    void filters_that_a_topic_may_match_twice_are_a_fault(String filters) {
        String[] both = filters.split(",");
        assertEquals(
                List.of("bridge.topics must not match a topic twice, was " + both[0] + " and " + both[1]),
                BridgeSettings.faultsIn(settings.with(BridgeSettings.TOPICS, filters)));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "telemetry/a/#,telemetry/b/#",
                "telemetry/+,telemetry/+/+",
                "telemetry/a/+,telemetry/+/b/c",
                "spBv1.0/+/NBIRTH/+,spBv1.0/+/NDATA/+"
            })
    void filters_that_no_topic_matches_twice_are_none(String filters) {
        assertEquals(List.of(), BridgeSettings.faultsIn(settings.with(BridgeSettings.TOPICS, filters)));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"telemetry/#/x", "telemetry#", "telemetry/a+/b"})
    void what_is_no_topic_filter_is_a_fault(String filter) {
        assertEquals(
                List.of("bridge.topics must be MQTT topic filters, was " + filter),
                BridgeSettings.faultsIn(settings.with(BridgeSettings.TOPICS, "telemetry/+/a," + filter)));
    }

    @Test
    void a_filter_has_no_control_characters_which_paho_does_not_send() {
        assertThrows(IllegalArgumentException.class, () -> settings.with(BridgeSettings.TOPICS, "telemetry/\u0001"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"mqtt://broker:1883", "mqtts://[::1]:8883", "mqtt://127.0.0.1:65535", "mqtt://a-b.c:1"})
    void a_url_may_name_any_host(String url) {
        assertEquals(List.of(), BridgeSettings.faultsIn(settings.with(BridgeSettings.URL, url)));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"#", "+", "+/#", "telemetry/+/pump,spBv1.0/#", "/"})
    void filters_may_be_any_that_mqtt_knows(String filters) {
        assertEquals(List.of(), BridgeSettings.faultsIn(settings.with(BridgeSettings.TOPICS, filters)));
    }
}
