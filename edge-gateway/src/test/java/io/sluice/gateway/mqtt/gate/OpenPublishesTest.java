package io.sluice.gateway.mqtt.gate;

import static io.sluice.gateway.mqtt.Sent.TOPIC;
import static io.sluice.gateway.mqtt.Sent.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttVersion;
import io.sluice.gateway.mqtt.FakeDurableLog;
import io.sluice.gateway.mqtt.GateHarness;
import io.sluice.gateway.mqtt.GateHarness.Client;
import io.sluice.gateway.mqtt.Sent;
import io.sluice.gateway.mqtt.packet.Protocol;
import org.junit.jupiter.api.Test;

/** How many publishes a client may have open, and when one is over. */
class OpenPublishesTest {
    private final GateHarness harness = new GateHarness();
    private final FakeDurableLog log = harness.log;

    @Test
    void grantsTheReceiveMaximumAnewAsExchangesEnd() {
        Client client = harness.connected(MqttVersion.MQTT_5);

        for (int i = 1; i <= 4 * Protocol.RECEIVE_MAXIMUM; i++) {
            client.send(Sent.publish(1 + i % 2, i, TOPIC, json(i)));
            log.commit();
            client.run();
            if (i % 2 == 1) {
                client.send(Sent.pubRel(i));
            }
        }

        assertTrue(client.isOpen());
        assertEquals(4 * Protocol.RECEIVE_MAXIMUM, log.taken().size());
        client.end();
    }

    @Test
    void grantsNothingForAReleaseOfWhatIsNotOpen() {
        Client client = harness.connected(MqttVersion.MQTT_5);

        for (int i = 1; i <= Protocol.RECEIVE_MAXIMUM; i++) {
            client.send(Sent.publish(2, i, TOPIC, json(i)), Sent.pubRel(60_000));
            log.commit();
            client.run();
        }
        assertTrue(client.isOpen());
        client.send(Sent.publish(2, 1_000, TOPIC, json(1)));

        assertFalse(client.isOpen());
        client.end();
    }

    @Test
    void closesAnOlderClientThatReleasesNothing() {
        Client client = harness.connected(MqttVersion.MQTT_3_1_1);
        for (int i = 1; i <= DeliveryState.MAX_UNRELEASED; i++) {
            client.send(Sent.publish(2, i, TOPIC, json(i)));
            log.commit();
        }
        client.run();
        client.send(Sent.dup(2, 7, TOPIC, json(7)), Sent.pubRel(1));
        client.send(Sent.publish(2, 60_000, TOPIC, json(1)));
        log.commit();
        client.run();
        assertTrue(client.isOpen(), "one was released");
        assertEquals(1, harness.count("2", "repeated"));

        client.send(Sent.publish(1, 60_001, TOPIC, json(1)));
        assertTrue(client.isOpen(), "only QoS 2 is full");
        client.send(Sent.publish(2, 60_002, TOPIC, json(1)));

        assertFalse(client.isOpen());
        assertEquals(1, harness.count("2", "over-quota"));
        client.end();
    }
}
