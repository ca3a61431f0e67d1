package io.sluice.gateway.mqtt.gate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.netty.handler.codec.mqtt.MqttVersion;
import io.sluice.gateway.access.DevicePattern;
import io.sluice.gateway.access.Speaker;
import io.sluice.gateway.access.Speaker.Proof;
import io.sluice.gateway.mqtt.GateHarness;
import io.sluice.gateway.mqtt.GateHarness.Client;
import io.sluice.gateway.mqtt.Sent;
import io.sluice.gateway.mqtt.topic.FilterRefusal;
import io.sluice.gateway.mqtt.topic.TopicRules;
import io.sluice.gateway.mqtt.topic.TopicRules.Owner;
import io.sluice.gateway.spool.SpoolEntry;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.payload.sparkplug.SparkplugRebirth;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SparkplugGateTest {
    private static final String DATA = "spBv1.0/plant-1/NDATA/node-1";
    private static final String NODE_DEATH = "spBv1.0/plant-1/NDEATH/node-1";
    private static final String BY_ALIAS = "\22\4\20\1\120\5"; // metric: alias 1, int value 5
    private static final String BIRTH = "\22\11\12\1t\20\1\40\3\120\4"; // metric: name "t", alias 1, Int32, int value 4
    private static final String SIX = "\22\7\12\1t\40\3\120\6"; // metric: name "t", Int32, 6

    private final GateHarness harness = new GateHarness();
    private final Client node = harness.connected(MqttVersion.MQTT_5);

    private String publish(int id, String topic, String payload) {
        node.send(Sent.publish(1, id, topic, payload));
        harness.log.commit();
        return node.answer();
    }

    @Test
    void dataWithoutItsBirthIsKeptAndTheNodeIsAskedForIt() {
        assertEquals("PUBACK 1 0x99", publish(1, DATA, BY_ALIAS));

        SpoolEntry.Rejected kept = (SpoolEntry.Rejected) harness.log.taken().get(0);
        assertEquals("birth-missing", kept.rejection().reason().label());
        assertEquals("spBv1.0/plant-1/NCMD/node-1", harness.asked.get(0).topic());
        assertArrayEquals(
                SparkplugRebirth.payload(GateHarness.NOW.toEpochMilli()),
                harness.asked.get(0).payload());

        assertEquals("PUBACK 2 0x00", publish(2, "spBv1.0/plant-1/NBIRTH/node-1", BIRTH));
        assertEquals("PUBACK 3 0x00", publish(3, DATA, BY_ALIAS));
        assertEquals(1, harness.asked.size());
        node.end();
    }

    @Test
    void aNodeIsAskedOnceInTenSeconds() {
        publish(1, DATA, BY_ALIAS);
        publish(2, DATA, BY_ALIAS);
        publish(3, "spBv1.0/plant-1/DDATA/node-1/device", BY_ALIAS);
        assertEquals(1, harness.asked.size());

        publish(4, "spBv1.0/plant-1/NDATA/node-2", BY_ALIAS);
        assertEquals("spBv1.0/plant-1/NCMD/node-2", harness.asked.get(1).topic());

        harness.nowNanos += Rebirths.PAUSE.toNanos();
        publish(5, DATA, BY_ALIAS);
        assertEquals(3, harness.asked.size());
        node.end();
    }

    @Test
    void aDeathIsTheDevicesDeathAndNotADeadLetter() {
        assertEquals("PUBACK 1 0x00", publish(1, "spBv1.0/plant-1/DDEATH/node-1/pump", SIX));
        assertEquals(List.of(new SpoolEntry.Death(DeviceId.of("plant-1", "node-1:pump"), 0)), harness.log.taken());
        node.end();
    }

    private void bear(String... devices) {
        publish(100, "spBv1.0/plant-1/NBIRTH/node-1", BIRTH);
        for (String device : devices) {
            publish(101, "spBv1.0/plant-1/DBIRTH/node-1/" + device, BIRTH);
        }
    }

    private List<String> deaths() {
        return harness.log.taken().stream()
                .filter(SpoolEntry.Death.class::isInstance)
                .map(entry -> ((SpoolEntry.Death) entry).device().device())
                .toList();
    }

    @Test
    void aNodesDeathIsAlsoThatOfEachDeviceBehindIt() {
        bear("pump", "fan", "valve");
        publish(1, "spBv1.0/plant-1/DDEATH/node-1/fan", SIX);

        assertEquals("PUBACK 2 0x00", publish(2, NODE_DEATH, SIX));
        assertEquals(List.of("node-1:fan", "node-1", "node-1:pump", "node-1:valve"), deaths());

        assertEquals("PUBACK 3 0x00", publish(3, NODE_DEATH, SIX));
        assertEquals("node-1", deaths().get(4), "whose devices are known to be dead");
        assertEquals(5, deaths().size());
        node.end();
    }

    @Test
    void theAnswerAwaitsTheLastOfTheDeathsWhereThereIsNoRoomForAll() {
        bear("pump", "fan");
        harness.log.fillUnnoticedAfter(2);

        assertEquals("nothing", publish(1, NODE_DEATH, SIX));
        assertEquals(List.of("node-1", "node-1:pump"), deaths());
        node.send(Sent.publish(1, 2, "spBv1.0/plant-1/DBIRTH/node-1/fan", BIRTH));

        harness.log.makeRoom();
        node.run();
        assertEquals(List.of("node-1", "node-1:pump", "node-1:fan"), deaths());
        assertEquals(
                DeviceId.of("plant-1", "node-1:fan"),
                harness.log.messages().get(3).device());
        assertInstanceOf(
                SpoolEntry.Messages.class,
                harness.log.taken().get(6),
                "what it says after its death does not come before it");
        harness.log.commit();
        assertEquals("PUBACK 1 0x00", node.answer());
        assertEquals("PUBACK 2 0x00", node.answer());
        node.end();
    }

    /** Sent again it would be the node's alone: its devices are known no more. */
    @ParameterizedTest(name = "{0} of them were taken")
    @ValueSource(ints = {0, 1, 2})
    void deathsThatWaitForRoomOutliveTheirConnection(int taken) {
        bear("pump", "fan");
        harness.log.fillUnnoticedAfter(taken);
        node.send(Sent.publish(0, -1, NODE_DEATH, SIX));

        node.end();
        harness.log.makeRoom();
        node.run();

        assertEquals(List.of("node-1", "node-1:pump", "node-1:fan"), deaths());
        assertEquals(0, harness.context.waiting().size());
    }

    @Test
    void atQosTwoADeathIsKeptAsItCame() {
        bear("pump");
        node.send(Sent.publish(2, 1, NODE_DEATH, SIX));
        harness.log.commit();

        assertEquals("PUBREC 1 0x00", node.answer());
        SpoolEntry.Rejected kept = (SpoolEntry.Rejected) harness.log.taken().get(2);
        assertEquals("device-death", kept.rejection().reason().label());
        assertEquals(List.of(), deaths());
        node.end();
    }

    @Test
    void otherFaultsAskForNothing() {
        assertEquals("PUBACK 1 0x99", publish(1, DATA, "{"));
        assertEquals("PUBACK 2 0x90", publish(2, "spBv1.0/plant 1/NDATA/node-1", SIX));
        assertEquals("PUBACK 3 0x00", publish(3, "spBv1.0/plant-1/NDEATH/node-1", SIX));
        assertEquals(List.of(), harness.asked);
        assertEquals(3, harness.log.taken().size());
        node.end();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "spBv1.0/plant-1/NDATA/node-1, GATE",
        "spBv1.0/plant-1/DDATA/node-1/pump, GATE",
        "spBv1.0/plant-1/DCMD/node-1/pump, BROKER",
        "spBv1.0/plant-1/NDATA/node-2, FOREIGN",
        "spBv1.0/plant-2/NDATA/node-1, FOREIGN",
        "spBv1.0/plant-1/NCMD/node-2, FOREIGN",
        "spBv1.0/plant-1/DDATA/node-3/pump, FOREIGN", // speaks for the node only
    })
    void aSpeakerPublishesForItsOwnOnly(String topic, Owner owner) {
        Speaker speaker = speaker("plant-1/node-1", "plant-1/node-1:*", "plant-1/node-3");

        assertEquals(owner, new TopicRules(false, false).ownerOf(topic, speaker));
    }

    @ParameterizedTest(name = "{0}: granted {1}, with local readings {2}")
    @CsvSource({
        "spBv1.0/plant-1/NCMD/node-1, true, true",
        "spBv1.0/plant-1/NCMD/node-1/#, true, true",
        "spBv1.0/plant-1/DCMD/node-1/pump, true, true",
        "spBv1.0/plant-1/DCMD/node-1/+, true, true",
        "spBv1.0/plant-1/DCMD/node-1/#, true, true",
        "spBv1.0/plant-1/NCMD/node-3, true, true",
        "spBv1.0/plant-1/DCMD/node-3/#, false, false",
        "spBv1.0/plant-1/NCMD/+, false, false",
        "spBv1.0/plant-1/NCMD/node-2, false, false",
        "spBv1.0/+/NCMD/node-1, false, false",
        "spBv1.0/plant-1/NDATA/node-1, false, true",
        "spBv1.0/plant-1/+/node-1/#, false, true",
        "spBv1.0/plant-1/+/node-3/#, false, false",
        "spBv1.0/plant-1/#, false, false",
        "spBv1.0/#, false, false",
    })
    void aSpeakerFollowsItsOwnOnly(String filter, boolean granted, boolean withLocalReadings) {
        Speaker speaker = speaker("plant-1/node-1", "plant-1/node-1:*", "plant-1/node-3");

        assertEquals(granted, new TopicRules(false, false).refusalOf(filter, speaker) == null);
        assertEquals(withLocalReadings, new TopicRules(true, false).refusalOf(filter, speaker) == null);
    }

    @Test
    void whereNobodyIsAskedCommandsMayBeFollowedAndReadingsWhereTheyAreShown() {
        TopicRules closed = new TopicRules(false, false);

        assertNull(closed.refusalOf("spBv1.0/plant-1/NCMD/+/#", null));
        assertEquals(FilterRefusal.READINGS_KEPT, closed.refusalOf("spBv1.0/#", null));
        assertNull(new TopicRules(true, false).refusalOf("spBv1.0/#", null));
    }

    private static Speaker speaker(String... patterns) {
        return new Speaker(
                Proof.PASSWORD,
                "someone",
                Arrays.stream(patterns).map(DevicePattern::parse).toList(),
                Optional.empty());
    }
}
