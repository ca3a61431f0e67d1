package io.sluice.gateway.mqtt.gate;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static io.sluice.gateway.mqtt.Sent.TOPIC;
import static io.sluice.gateway.mqtt.Sent.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.sluice.gateway.mqtt.FakeDurableLog;
import io.sluice.gateway.mqtt.GateHarness;
import io.sluice.gateway.mqtt.GateHarness.Client;
import io.sluice.gateway.mqtt.Sent;
import io.sluice.gateway.mqtt.topic.TopicRules;
import io.sluice.gateway.spool.Exchange;
import io.sluice.gateway.spool.SpoolEntry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What ends an exchange of QoS 2 is durable before the client is told. */
final class DurableReleaseTest {
    private static final Exchange OPEN = new Exchange("keeper", 2, 7, 1, (byte) 0);

    private final GateHarness harness = new GateHarness();
    private final FakeDurableLog log = harness.log;

    private Client keeper() {
        return harness.connected(Sent.connect(MQTT_3_1_1, "keeper", false));
    }

    @Test
    void pubCompWaitsForTheReleaseToBeDurable() {
        Client client = keeper();
        client.send(Sent.publish(2, 7, TOPIC, json(21)));
        log.commit();
        assertEquals("PUBREC 7 0x00", client.answer());

        client.send(Sent.pubRel(7));

        assertEquals("nothing", client.answer());
        assertInstanceOf(SpoolEntry.Released.class, log.taken().get(1));
        log.commit();
        assertEquals("PUBCOMP 7 0x00", client.answer());
        assertEquals(List.of(), log.openExchanges());
        client.end();
    }

    @Test
    void aSessionThatEndsWithItsConnectionLeavesNothingInTheSpool() {
        Client client = harness.connected(Sent.connect(MQTT_3_1_1, "keeper", true));
        client.send(Sent.publish(2, 7, TOPIC, json(21)));
        log.commit();
        client.run();
        client.send(Sent.pubRel(7));

        assertNull(log.taken().get(0).opens());
        assertEquals(1, log.taken().size());
        assertEquals("PUBREC 7 0x00", client.answer());
        assertEquals("PUBCOMP 7 0x00", client.answer());
        client.end();
    }

    @Test
    void aReleaseWaitsForRoomAndIsForgottenWithItsConnection() {
        Client client = keeper();
        client.send(Sent.publish(2, 7, TOPIC, json(21)));
        log.commit();
        client.run();
        log.fill();
        client.send(Sent.pubRel(7));
        assertFalse(client.channel.config().isAutoRead());
        client.end();
        log.makeRoom();
        client.run();
        assertEquals(1, log.taken().size());

        Client back = keeper();
        back.send(Sent.pubRel(7));
        log.commit();

        assertEquals("PUBCOMP 7 0x00", back.answer());
        assertEquals(List.of(), log.openExchanges());
        back.end();
    }

    @Test
    void aReleasedIdIsFreeBeforeItsReleaseIsDurable() {
        Client client = keeper();
        client.send(Sent.publish(2, 7, TOPIC, json(21)));
        log.commit();
        client.run();

        client.send(Sent.pubRel(7), Sent.publish(2, 7, TOPIC, json(21)));
        log.commit();

        assertEquals(2, log.messages().size());
        assertEquals(1, log.openExchanges().size());
        client.end();
    }

    @Test
    void connAckOfACleanStartWaitsForTheEndOfTheSessionToBeDurable() {
        Client client = keeper();
        client.send(Sent.publish(2, 7, TOPIC, json(21)));
        log.commit();
        client.end();

        Client anew = harness.open();
        anew.send(Sent.connect(MQTT_3_1_1, "keeper", true));

        assertEquals("nothing", anew.answer());
        assertInstanceOf(SpoolEntry.SessionEnded.class, log.taken().get(1));
        log.commit();
        assertInstanceOf(MqttConnAckMessage.class, anew.next());
        anew.end();
    }

    @Test
    void aCleanStartWaitsForRoomWhereTheSpoolIsFull() {
        Client client = keeper();
        client.send(Sent.publish(2, 7, TOPIC, json(21)));
        log.commit();
        client.end();
        log.fill();

        Client anew = harness.open();
        anew.send(Sent.connect(MQTT_3_1_1, "keeper", true));
        assertEquals("nothing", anew.answer());

        log.makeRoom();
        anew.channel.advanceTimeBy(1, TimeUnit.SECONDS);
        anew.channel.runScheduledPendingTasks();
        log.commit();
        assertInstanceOf(MqttConnAckMessage.class, anew.next());
        anew.end();
    }

    @Test
    void whatTheSpoolHoldsOfASessionIsReleasedInTheNextLife() {
        GateHarness next = new GateHarness(new TopicRules(false, false), List.of(OPEN), false);
        Client client = next.connected(Sent.connect(MQTT_3_1_1, "keeper", false));

        client.send(Sent.pubRel(7));

        assertEquals(new SpoolEntry.Released(OPEN), next.log.taken().get(0));
        next.log.commit();
        assertEquals("PUBCOMP 7 0x00", client.answer());
        client.send(Sent.pubRel(7));
        assertEquals("PUBCOMP 7 0x92", client.answer());
        assertTrue(client.isOpen());
        client.end();
    }
}
