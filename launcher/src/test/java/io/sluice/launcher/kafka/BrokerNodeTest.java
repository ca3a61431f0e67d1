package io.sluice.launcher.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerNodeTest {
    private static final String SESSION = "broker.session.timeout.ms";

    private final BrokerNode one = new BrokerNode(1, Path.of("one"), 1, 2);
    private final BrokerNode two = new BrokerNode(2, Path.of("two"), 3, 4);

    @Test
    void a_killed_broker_that_is_alone_is_registered_again_after_3_s() {
        Map<String, String> config = one.config(List.of(one));

        assertEquals("3000", config.get(SESSION));
        assertEquals("500", config.get("broker.heartbeat.interval.ms"));
    }

    @Test
    void brokers_of_a_cluster_have_the_patience_that_kafka_has() {
        assertFalse(one.config(List.of(one, two)).containsKey(SESSION));
    }
}
