package io.sluice.gateway.mqtt.gate;

import static io.sluice.gateway.mqtt.Sent.TOPIC;
import static io.sluice.gateway.mqtt.Sent.json;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.sluice.gateway.mqtt.FakeDurableLog;
import io.sluice.gateway.mqtt.GateHarness;
import io.sluice.gateway.mqtt.GateHarness.Client;
import io.sluice.gateway.mqtt.Sent;
import io.sluice.gateway.spool.SpoolEntry;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is sent again is not stored again, and what only looks like it is not lost. */
class RepeatedPublishTest {
    private final GateHarness harness = new GateHarness();
    private final FakeDurableLog log = harness.log;

    @Test
    void doesNotStoreAnOpenQos2PublishTwice() {
        Client client = harness.connected(MqttVersion.MQTT_3_1_1);

        client.send(Sent.publish(2, 7, TOPIC, json(21)));
        client.send(Sent.dup(2, 7, TOPIC, json(21)));
        log.commit();
        assertEquals("PUBREC 7 0x00", client.answer());
        assertEquals("PUBREC 7 0x00", client.answer());
        client.send(Sent.dup(2, 7, TOPIC, json(21)));

        assertEquals("PUBREC 7 0x00", client.answer());
        assertEquals(1, log.taken().size());
        assertEquals(2, harness.count("2", "repeated"));
        client.end();
    }

    @Test
    void storesAReleasedQos2IdAnew() {
        Client client = harness.connected(MqttVersion.MQTT_3_1_1);

        client.send(Sent.publish(2, 7, TOPIC, json(21)));
        log.commit();
        client.run();
        client.send(Sent.pubRel(7), Sent.publish(2, 7, TOPIC, json(21)));

        assertEquals(2, log.taken().size());
        client.end();
    }

    @Test
    void neverSwallowsOtherContentUnderAnOpenId() {
        Client client = harness.connected(MqttVersion.MQTT_3_1_1);

        client.send(Sent.publish(2, 7, TOPIC, json(21)), Sent.publish(2, 7, TOPIC, json(22)));
        client.send(Sent.publish(1, 8, TOPIC, json(23)), Sent.dup(1, 8, TOPIC, json(24)));

        assertEquals(4, log.taken().size());
        client.end();
    }

    @Test
    void doesNotStoreADupOfQos1InFlightOrJustAcknowledgedTwice() {
        Client client = harness.connected(MqttVersion.MQTT_3_1_1);

        client.send(Sent.publish(1, 7, TOPIC, json(21)));
        client.send(Sent.dup(1, 7, TOPIC, json(21)));
        log.commit();
        client.send(Sent.dup(1, 7, TOPIC, json(21)));

        assertEquals("PUBACK 7 0x00", client.answer());
        assertEquals("PUBACK 7 0x00", client.answer());
        assertEquals("PUBACK 7 0x00", client.answer());
        assertEquals(1, log.taken().size());
        client.end();
    }

    /**
     * After PUBACK the id is free; where the client was seen to take one again, DUP may be of a publish that was lost.
     */
    @Test
    void storesADupOfAClientThatTakesItsIdsAgain() {
        Client first = harness.connected(Sent.connectPersistent5("keeper"));
        for (int i = 0; i < 2; i++) {
            first.send(Sent.publish(1, 7, TOPIC, json(21)));
            log.commit();
            assertEquals("PUBACK 7 0x00", first.answer());
        }
        first.end();

        Client second = harness.connected(Sent.connectPersistent5("keeper"));
        second.send(Sent.dup(1, 7, TOPIC, json(21)));
        log.commit();
        assertEquals("PUBACK 7 0x00", second.answer());
        assertEquals(3, log.taken().size());
        second.end();
    }

    @Test
    void doesNotStoreADupTwiceWhosePubAckNeverWent() {
        Client first = harness.connected(Sent.connectPersistent5("keeper"));
        for (int i = 0; i < 2; i++) {
            first.send(Sent.publish(1, 7, TOPIC, json(21)));
            log.commit();
            assertEquals("PUBACK 7 0x00", first.answer());
        }
        first.send(Sent.publish(1, 7, TOPIC, json(21)));
        first.end();
        log.commit();
        first.run();

        Client second = harness.connected(Sent.connectPersistent5("keeper"));
        second.send(Sent.dup(1, 7, TOPIC, json(21)));
        second.run();
        assertEquals("PUBACK 7 0x00", second.answer());
        assertEquals(3, log.taken().size());

        second.send(Sent.dup(1, 7, TOPIC, json(21)));
        assertEquals(4, log.taken().size(), "now it had gone");
        second.end();
    }

    /** Ingest knows the others by their epoch and seq, or by their ts and content. */
    @Test
    void onlyWhatNothingElseTellsApartHasItsIdInTheSpool() {
        Client client = harness.connected(Sent.connect(MqttVersion.MQTT_3_1_1, "keeper", false));
        client.send(Sent.publish(
                1, 7, TOPIC, "{\"ts\":" + GateHarness.NOW.toEpochMilli() + ",\"values\":{\"temperature\":21}}"));
        client.send(Sent.publish(1, 8, TOPIC, "{\"epoch\":\"b1\",\"seq\":1,\"values\":{\"temperature\":21}}"));
        client.send(Sent.publish(1, 9, TOPIC, json(21)));

        assertEquals(
                Arrays.asList(null, null, 9),
                log.taken().stream()
                        .map(SpoolEntry.Messages.class::cast)
                        .map(entry ->
                                entry.opens() == null ? null : entry.opens().packetId())
                        .toList());
        client.end();
    }

    @Test
    void storesQos1WithoutDupHoweverAlikeItIs() {
        Client client = harness.connected(MqttVersion.MQTT_3_1_1);

        client.send(Sent.publish(1, 7, TOPIC, json(21)));
        log.commit();
        client.send(Sent.publish(1, 7, TOPIC, json(21)));

        assertEquals(2, log.taken().size());
        client.end();
    }

    @Test
    void neverAcknowledgesOnALaterConnectionThanThePublish() {
        Client first = harness.connected(Sent.connect(MqttVersion.MQTT_3_1_1, "keeper", false));
        first.send(Sent.publish(1, 7, TOPIC, json(21)));
        first.end();
        Client second = harness.connected(Sent.connect(MqttVersion.MQTT_3_1_1, "keeper", false));

        log.commit();
        first.run();

        assertEquals("nothing", first.answer());
        assertEquals("nothing", second.answer());
        second.end();
    }

    @Test
    void answersARepeatOnANewConnectionWhenTheFirstCopyIsDurable() {
        Client first = harness.connected(Sent.connectPersistent5("keeper"));
        first.send(Sent.publish(1, 7, TOPIC, json(21)), Sent.publish(2, 8, TOPIC, json(22)));
        first.end();
        Client second = harness.connected(Sent.connectPersistent5("keeper"));

        second.send(Sent.dup(1, 7, TOPIC, json(21)), Sent.dup(2, 8, TOPIC, json(22)));
        first.run();
        assertEquals("nothing", second.answer());
        log.commit();
        first.run();

        assertEquals("PUBACK 7 0x00", second.answer());
        assertEquals("PUBREC 8 0x00", second.answer());
        assertEquals(2, log.taken().size());
        second.end();
    }

    @Test
    void forgetsASessionThatEndsWithItsConnection() {
        Client first = harness.connected(Sent.connect(MqttVersion.MQTT_3_1_1, "forgetful", true));
        first.send(Sent.publish(1, 7, TOPIC, json(21)));
        first.end();
        Client second = harness.connected(Sent.connect(MqttVersion.MQTT_3_1_1, "forgetful", true));

        second.send(Sent.dup(1, 7, TOPIC, json(21)));

        assertEquals(2, log.taken().size());
        second.end();
    }

    @Test
    void keepsNoConnectionForWhatIsOpenInItsSession() {
        WeakReference<Channel> gone = leaveAnExchangeOpen();

        await().until(() -> {
            System.gc();
            return gone.get() == null;
        });
    }

    private WeakReference<Channel> leaveAnExchangeOpen() {
        Client client = harness.connected(Sent.connectPersistent5("keeper"));
        client.send(Sent.publish(2, 7, TOPIC, json(21)));
        log.commit();
        assertEquals("PUBREC 7 0x00", client.answer());
        client.end();
        return new WeakReference<>(client.channel);
    }
}
