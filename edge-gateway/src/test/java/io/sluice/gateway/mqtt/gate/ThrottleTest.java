package io.sluice.gateway.mqtt.gate;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_5;
import static io.sluice.gateway.mqtt.Sent.TOPIC;
import static io.sluice.gateway.mqtt.Sent.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.gateway.mqtt.GateHarness;
import io.sluice.gateway.mqtt.GateHarness.Client;
import io.sluice.gateway.mqtt.Sent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Two messages and a thousand bytes a second for a device, and two kibibytes a second of what is refused for all. */
class ThrottleTest {
    private final GateHarness harness = new GateHarness();

    private Client limited() {
        harness.limits.switchOn();
        Client client = harness.connected(MQTT_5);
        client.channel.freezeTime(); // else it also passes by itself
        return client;
    }

    private void pass(Client client, Duration time) {
        harness.nowNanos += time.toNanos();
        client.channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        client.run();
    }

    private void publish(Client client, int id, String topic) {
        client.send(Sent.publish(1, id, topic, json(id)));
    }

    @Test
    void beyond_the_rate_the_socket_is_not_read_and_nothing_is_lost() {
        Client client = limited();
        for (int i = 1; i <= 5; i++) {
            publish(client, i, TOPIC);
        }

        assertEquals(3, harness.log.taken().size(), "the one that went beyond was read already");
        assertFalse(client.channel.config().isAutoRead());
        pass(client, Duration.ofMillis(500));
        assertEquals(4, harness.log.taken().size());
        pass(client, Duration.ofMillis(500));
        assertEquals(5, harness.log.taken().size());
        pass(client, Duration.ofMillis(500));
        assertTrue(client.channel.config().isAutoRead());
        harness.log.commit();
        for (int i = 1; i <= 5; i++) {
            assertEquals("PUBACK " + i + " 0x00", client.answer());
        }
        assertEquals(3, harness.meters.get("sluice.gateway.throttled").counter().count());
        client.end();
    }

    @Test
    void bytes_count_as_well() {
        Client client = limited();

        client.send(Sent.publish(1, 1, TOPIC, "\"" + "x".repeat(1_499 - TOPIC.length())));

        assertFalse(client.channel.config().isAutoRead());
        pass(client, Duration.ofMillis(499));
        assertFalse(client.channel.config().isAutoRead());
        pass(client, Duration.ofMillis(2));
        assertTrue(client.channel.config().isAutoRead());
        client.end();
    }

    @Test
    void each_device_of_a_site_has_its_own_and_its_metrics_share_it() {
        Client client = limited();
        for (int i = 1; i <= 6; i++) {
            publish(client, i, "telemetry/plant-1/pump-" + i);
        }
        assertEquals(6, harness.log.taken().size());
        publish(client, 7, "telemetry/plant-1/fan/a");
        publish(client, 8, "telemetry/plant-1/fan/b");
        assertTrue(client.channel.config().isAutoRead());
        publish(client, 9, "telemetry/plant-1/fan/c");
        assertFalse(client.channel.config().isAutoRead());
        client.end();
    }

    @Test
    void what_names_no_device_has_one_together() {
        Client client = limited();
        publish(client, 1, "telemetry/!1/pump");
        publish(client, 2, "status/pump-7");
        assertTrue(client.channel.config().isAutoRead());
        publish(client, 3, "telemetry/plant-1");
        assertFalse(client.channel.config().isAutoRead());
        client.end();
    }

    @Test
    void each_connection_has_its_own() {
        Client first = limited();
        Client second = harness.connected(Sent.connectPersistent5("second"));
        for (int i = 1; i <= 2; i++) {
            publish(first, i, TOPIC);
            publish(second, i, TOPIC);
        }

        assertTrue(first.channel.config().isAutoRead());
        assertTrue(second.channel.config().isAutoRead());
        publish(first, 3, TOPIC);
        assertFalse(first.channel.config().isAutoRead());
        assertTrue(second.channel.config().isAutoRead());
        first.end();
        second.end();
    }

    @Test
    void a_dead_letter_counts_by_all_that_it_takes() {
        harness.limits.switchOn();
        String topic = "telemetry/!/" + "x".repeat(600);
        for (int i = 1; i <= 3; i++) {
            Client client = harness.connected(Sent.connectPersistent5("client-" + i));
            client.send(Sent.publish(1, 1, topic, ""));
            assertEquals(i, harness.log.taken().size());
            client.end();
        }

        Client oneMore = harness.connected(Sent.connectPersistent5("one-more"));
        oneMore.send(Sent.publish(1, 1, topic, ""));
        assertEquals("DISCONNECT 0x97", oneMore.answer());
        assertEquals(3, harness.log.taken().size());
    }

    @Test
    void what_is_refused_beyond_its_rate_is_not_kept_and_its_connection_is_closed() {
        Client first = limited();
        first.send(Sent.publish(1, 1, "telemetry/plant-1/pump-1", "x".repeat(3_000)));
        Client second = harness.connected(Sent.connectPersistent5("second"));
        second.send(Sent.publish(2, 1, "telemetry/plant-1/pump-2", "x"));

        assertEquals("DISCONNECT 0x97", second.answer());
        assertEquals(1, harness.log.taken().size());
        harness.log.commit();
        assertEquals("PUBACK 1 0x99", first.answer());
        pass(first, Duration.ofSeconds(1));
        Client third = harness.connected(Sent.connectPersistent5("third"));
        third.send(Sent.publish(2, 1, "telemetry/plant-1/pump-2", "x"));
        assertEquals(2, harness.log.taken().size());
        first.end();
        third.end();
    }

    @Test
    void a_good_payload_is_taken_where_there_is_no_time_for_bad_ones() {
        Client bad = limited();
        bad.send(Sent.publish(1, 1, "telemetry/plant-1/pump-1", "x".repeat(9_000)));
        Client good = harness.connected(Sent.connectPersistent5("good"));
        publish(good, 1, "telemetry/plant-1/pump-2");

        assertEquals(2, harness.log.taken().size());
        bad.end();
        good.end();
    }

    @Test
    void without_limits_nobody_waits() {
        Client client = harness.connected(MQTT_5);
        for (int i = 1; i <= 100; i++) {
            publish(client, i, TOPIC);
        }

        assertEquals(100, harness.log.taken().size());
        assertTrue(client.channel.config().isAutoRead());
        client.end();
    }
}
