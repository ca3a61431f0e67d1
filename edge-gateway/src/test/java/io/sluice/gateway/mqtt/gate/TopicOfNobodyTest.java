package io.sluice.gateway.mqtt.gate;

import static io.sluice.gateway.mqtt.Sent.TOPIC;
import static io.sluice.gateway.mqtt.Sent.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.netty.handler.codec.mqtt.MqttVersion;
import io.sluice.gateway.mqtt.FakeDurableLog;
import io.sluice.gateway.mqtt.GateHarness;
import io.sluice.gateway.mqtt.GateHarness.Client;
import io.sluice.gateway.mqtt.Sent;
import io.sluice.gateway.spool.SpoolEntry;
import io.sluice.model.payload.rejection.RejectReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes under a topic that is not the client's, or no device's. */
class TopicOfNobodyTest {
    private final GateHarness harness = new GateHarness();
    private final FakeDurableLog log = harness.log;

    @ParameterizedTest(name = "QoS {0}")
    @ValueSource(ints = {0, 1, 2})
    void keepsWhatAnOlderClientSaysUnderATopicThatIsNotItsOwnAndClosesIt(int qos) {
        Client client = harness.connected(MqttVersion.MQTT_3_1_1);

        client.send(Sent.publish(qos, 7, "status/pump-7", "on"), Sent.publish(1, 8, TOPIC, json(2)));

        assertFalse(client.isOpen());
        assertEquals(1, log.taken().size(), "what came behind it is nobody's");
        SpoolEntry.Rejected entry = (SpoolEntry.Rejected) log.taken().get(0);
        assertEquals(RejectReason.NOT_AUTHORIZED, entry.rejection().reason());
        assertEquals(
                "topic must be this client's, was status/pump-7",
                entry.rejection().detail());
        log.commit();
        assertEquals("nothing", client.answer());
        assertEquals(1, harness.count(String.valueOf(qos), "foreign"));
        client.end();
    }

    @Test
    void keepsTheBeginningOfATopicThatIsTooLong() {
        Client client = harness.connected(MqttVersion.MQTT_5);

        client.send(Sent.publish(1, 7, TOPIC + "/" + "m".repeat(1_100), "1"));
        log.commit();

        assertEquals("PUBACK 7 0x90", client.answer());
        assertEquals(1_024, ((SpoolEntry.Rejected) log.taken().get(0)).topic().length());
        client.end();
    }

    @Test
    void refusesACommandToAnImpossibleDevice() {
        Client client = harness.connected(MqttVersion.MQTT_5);

        client.send(Sent.publish(1, 5, "commands/plant 1/pump-7", "now"));
        log.commit();

        assertEquals("PUBACK 5 0x90", client.answer());
        client.end();
    }
}
