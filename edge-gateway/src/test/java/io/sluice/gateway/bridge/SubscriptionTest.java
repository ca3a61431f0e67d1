package io.sluice.gateway.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
    @Test
    void each_filter_is_shared_under_the_same_name() {
        assertEquals(
                List.of("$share/sluice/telemetry/#", "$share/sluice/spBv1.0/#"),
                Subscription.shared("sluice", "telemetry/#,spBv1.0/#"));
    }

    @Test
    void urls_are_mqtts_and_become_what_paho_calls_them() {
        assertEquals("tcp://broker:1883", Subscription.serverUri("mqtt://broker:1883"));
        assertEquals("ssl://[::1]:8883", Subscription.serverUri("mqtts://[::1]:8883"));
    }
}
