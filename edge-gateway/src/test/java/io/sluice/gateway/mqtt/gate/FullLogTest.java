package io.sluice.gateway.mqtt.gate;

import static io.sluice.gateway.mqtt.Sent.TOPIC;
import static io.sluice.gateway.mqtt.Sent.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.sluice.gateway.mqtt.FakeDurableLog;
import io.sluice.gateway.mqtt.GateHarness;
import io.sluice.gateway.mqtt.GateHarness.Client;
import io.sluice.gateway.mqtt.Sent;
import org.junit.jupiter.api.Test;

/** A log without room makes connections wait, and nothing else. */
class FullLogTest {
    private final GateHarness harness = new GateHarness();
    private final FakeDurableLog log = harness.log;

    @Test
    void stopsReadingWhileTheLogIsFullAndGoesOnInOrder() {
        Client client = harness.connected(MqttVersion.MQTT_3_1_1);
        log.fill();

        client.send(
                Sent.publish(1, 1, TOPIC, json(1)),
                Sent.publish(1, 2, TOPIC, json(2)),
                Sent.ofType(MqttMessageType.PINGREQ),
                Sent.ofType(MqttMessageType.DISCONNECT));

        assertFalse(client.channel.config().isAutoRead());
        assertEquals("nothing", client.answer());
        assertTrue(client.broker.received.isEmpty(), "DISCONNECT must not overtake a publish");
        log.makeRoom();
        client.run();
        assertEquals(2, log.taken().size());
        assertTrue(client.channel.config().isAutoRead());
        assertEquals("PINGRESP", client.answer());
        log.commit();
        assertEquals("PUBACK 1 0x00", client.answer());
        assertEquals("PUBACK 2 0x00", client.answer());
        client.end();
    }

    @Test
    void appendsTheSameMessageLaterWhenTheLogRefusesUnexpectedly() {
        Client client = harness.connected(MqttVersion.MQTT_3_1_1);
        log.fillUnnoticed();

        client.send(Sent.publish(1, 1, TOPIC, json(1)), Sent.publish(1, 2, TOPIC, json(2)));
        log.makeRoom();
        client.run();

        assertEquals(2, log.messages().size());
        assertEquals(1, log.messages().get(0).seq(), "a stamped identity must not be consumed twice");
        assertEquals(2, log.messages().get(1).seq());
        client.end();
    }

    @Test
    void dropsWhatWaitsUnacknowledgedWhenItsConnectionEnds() {
        Client client = harness.connected(MqttVersion.MQTT_3_1_1);
        log.fill();
        client.send(Sent.publish(0, -1, TOPIC, json(1)), Sent.publish(1, 2, TOPIC, json(2)));

        client.end();
        log.makeRoom();
        client.run();

        assertEquals(0, log.taken().size());
        assertEquals(1, harness.count("0", "lost"));
    }

    /** Its client sends it again, which would make two of it. */
    @Test
    void dropsWhatTheLogRefusedUnexpectedlyWhenItsConnectionEnds() {
        Client client = harness.connected(Sent.connectPersistent5("keeper"));
        log.fillUnnoticed();
        client.send(Sent.publish(2, 1, TOPIC, json(1)));

        client.end();
        log.makeRoom();
        client.run();
        assertEquals(0, log.taken().size());

        Client again = harness.connected(Sent.connectPersistent5("keeper"));
        again.send(Sent.dup(2, 1, TOPIC, json(1)));
        assertEquals(1, log.taken().size());
        again.end();
    }
}
