package io.sluice.gateway.mqtt.gate;

import static io.netty.handler.codec.mqtt.MqttQoS.AT_LEAST_ONCE;
import static io.netty.handler.codec.mqtt.MqttQoS.AT_MOST_ONCE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperty;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.sluice.gateway.mqtt.BrokerDouble;
import io.sluice.gateway.mqtt.BrokerDouble.Command;
import io.sluice.gateway.mqtt.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeldCommandsTest {
    private static final String TOPIC = "commands/plant-1/pump-7/start";
    private static final int HALF = 1 << 19;

    private final List<Command> waiting = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final HeldCommands commands = new HeldCommands(BrokerDouble.keeping(waiting), nanos::get);

    private @Nullable String send(String topic, int bytes) {
        return publish(topic, AT_LEAST_ONCE, false, bytes);
    }

    private @Nullable String retain(String topic, int bytes) {
        String refusal = publish(topic, AT_LEAST_ONCE, true, bytes);
        deliver();
        return refusal;
    }

    private @Nullable String publish(String topic, MqttQoS qos, boolean isRetained, int bytes) {
        return publish(topic, qos, isRetained, bytes, MqttProperties.NO_PROPERTIES);
    }

    private @Nullable String publish(
            String topic, MqttQoS qos, boolean isRetained, int bytes, MqttProperties properties) {
        MqttPublishMessage command = new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, false, qos, isRetained, 0),
                new MqttPublishVariableHeader(topic, 7, properties),
                Unpooled.wrappedBuffer(new byte[bytes]));
        String refusal = commands.publish(topic, command);
        assertEquals(1, command.refCnt(), "it stays the caller's");
        return refusal;
    }

    private void deliver() {
        waiting.forEach(command -> command.payload().release());
        waiting.clear();
    }

    @Test
    void refusesADevicesFloodWhileOthersCommandsGetThrough() {
        assertNull(send(TOPIC, HALF));

        assertEquals(
                "plant-1/pump-7 may have 1 MiB of commands waiting or retained, would have 1050682 bytes",
                send("commands/plant-1/pump-7/pause", HALF));
        assertNull(send("commands/plant-1/pump-8/start", HALF));
        assertEquals(2, waiting.size());
    }

    @Test
    void chargesSmallCommandsForWhatTheBrokerNeedsBesideThem() {
        int taken = 0;
        while (taken < 2_000 && send(TOPIC, 0) == null) {
            taken++;
        }
        assertEquals(995, taken);
    }

    /** As many as a packet may have: in memory they are a hundred times what they are on the wire. */
    @Test
    void chargesPropertiesForWhatTheyTake() {
        MqttProperties flood = new MqttProperties();
        for (int i = 0; i < 1_600; i++) {
            flood.add(new UserProperty("", ""));
        }

        assertNull(publish(TOPIC, AT_LEAST_ONCE, false, 0, flood));
        assertNull(publish(TOPIC, AT_LEAST_ONCE, false, 0, flood));
        assertNotNull(publish(TOPIC, AT_LEAST_ONCE, false, 0, flood));
        deliver();
        assertEquals(0, commands.bytes());
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({
        "spBv1.0/plant-1/NCMD/node, spBv1.0/plant-1/DCMD/node/pump-7",
        "spBv1.0/plant-1/DCMD/node/pump-8, commands/plant-1/node",
    })
    void countsTogetherWhatOneDeviceIsToldOf(String topic, String other) {
        assertNull(send(topic, HALF));

        assertNotNull(send(other, HALF));
    }

    @Test
    void countsTogetherWhatIsOfNoDevice() {
        int taken = 0;
        while (taken < 100 && send("lights/" + taken, 1_000_000) == null) {
            taken++;
        }

        assertEquals(33, taken);
        assertEquals(
                "topics of no device may have 32 MiB of commands waiting or retained, would have 34035115 bytes",
                send("doors/garage", 1_000_000));
        assertNull(send(TOPIC, HALF), "devices have room beside them");
    }

    @Test
    void hasRoomAgainWhenTheBrokerIsDone() {
        assertNull(send(TOPIC, HALF));
        assertNotNull(send(TOPIC, HALF));

        deliver();

        assertEquals(0, commands.bytes());
        assertNull(send(TOPIC, HALF));
    }

    @Test
    void hasRoomAgainWhenTheBrokerHasForgottenACommandUnreleased() {
        assertNull(send(TOPIC, HALF));
        assertTrue(commands.bytes() > HALF);

        waiting.clear();

        await().untilAsserted(() -> {
            System.gc();
            assertEquals(0, commands.bytes());
        });
    }

    @Test
    void countsARetainedCommandUntilItIsReplacedOrEnded() {
        assertNull(retain(TOPIC, HALF - 2_000));
        long retained = commands.bytes();
        assertTrue(retained > HALF - 2_000, "delivered, and still kept");

        assertNull(retain(TOPIC, 10));
        assertEquals(retained - (HALF - 2_010), commands.bytes());
        assertNull(retain(TOPIC, 10));
        assertEquals(retained - (HALF - 2_010), commands.bytes(), "once");
        assertNull(retain(TOPIC, 0));

        assertEquals(0, commands.bytes());
    }

    @Test
    void knowsWhatASubscriptionBringsAtMost() {
        String other = "commands/plant-1/pump-8/start";
        retain(TOPIC, 1_000);
        retain(TOPIC, 2_000);
        retain(other, 500);

        long ofPump7 = TOPIC.length() + 2_000 + HeldCommands.MESSAGE_BYTES;
        long ofPump8 = other.length() + 500 + HeldCommands.MESSAGE_BYTES;
        assertEquals(ofPump7, commands.retainedBytes("commands/plant-1/pump-7/#"));
        assertEquals(0, commands.retainedBytes("commands/plant-1/pump-9/+"));
        assertEquals(ofPump7 + ofPump8, commands.retainedBytes("commands/+/+/start"));
        retain(TOPIC, 0);
        assertEquals(0, commands.retainedBytes("commands/plant-1/pump-7/#"));
        assertEquals(ofPump8, commands.retainedBytes("#"));
    }

    @Test
    void refusesRetainedCommandsOnTopicsWithoutNumber() {
        int taken = 0;
        while (taken < 2_000 && retain(TOPIC + "/" + (1_000 + taken), 10) == null) {
            taken++;
        }

        assertTrue(taken < 1_000, "took " + taken);
        assertNull(send(TOPIC, 0));
        assertNotNull(send(TOPIC, 0), "full");
        assertNull(retain(TOPIC + "/1000", 0), "a full device can end what it has retained");
        assertNull(retain(TOPIC + "/one-more", 10));
    }

    @Test
    void hasRoomAgainWhenTheTimeOfARetainedCommandIsOver() {
        MqttProperties minute = Sent.number(MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL, 60);
        MqttProperties hour = Sent.number(MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL, 3_600);
        assertNull(publish(TOPIC, AT_LEAST_ONCE, true, HALF - 10_000, minute));
        assertNull(publish(TOPIC + "/later", AT_LEAST_ONCE, true, 10, hour));
        deliver();
        assertNotNull(send(TOPIC, HALF + 10_000));

        nanos.addAndGet(Duration.ofMinutes(1).toNanos() - 1);
        assertNotNull(send(TOPIC, HALF + 10_000));
        assertEquals(List.of(TOPIC, TOPIC + "/later"), retainedTopics());
        nanos.incrementAndGet();
        assertNull(send(TOPIC, HALF + 10_000));
        assertEquals(List.of(TOPIC + "/later"), retainedTopics());

        deliver();
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertEquals(0, commands.retainedBytes("#"));
        assertEquals(0, commands.bytes());
    }

    private List<String> retainedTopics() {
        List<String> topics = new ArrayList<>();
        commands.forEachRetained("commands/+/+/#", (topic, qos, payload) -> topics.add(topic));
        topics.sort(null);
        return topics;
    }

    @Test
    void replacesARetainedCommandWhoseTimeIsNotOver() {
        assertNull(
                publish(TOPIC, AT_LEAST_ONCE, true, 10, Sent.number(MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL, 60)));
        assertNull(retain(TOPIC, 10));

        nanos.addAndGet(Duration.ofMinutes(2).toNanos());
        assertEquals(List.of(TOPIC), retainedTopics());
    }

    @Test
    void knowsThatTheBrokerRetainsNothingOfQos0() {
        assertNull(retain(TOPIC, 10));

        assertNull(publish(TOPIC, AT_MOST_ONCE, true, 10));
        deliver();

        assertEquals(0, commands.bytes());
    }

    @Test
    void boundsWhatAllDevicesHaveTogether() {
        int taken = 0;
        String refusal = null;
        while (refusal == null && taken < 100) {
            refusal = send("commands/plant-1/pump-" + taken++, 1_000_000);
        }

        assertEquals(68, taken);
        assertEquals(
                "all together may have 64 MiB of commands waiting or retained, would have 68071254 bytes", refusal);
        assertNotNull(send("commands/plant-2/fan", 1_000_000), "whoever it is");
        assertTrue(commands.bytes() <= 64 << 20);
    }

    @Test
    void saysSoWhereTheBrokerHasNoRoom() {
        HeldCommands busy = new HeldCommands((topic, qos, payload) -> !payload.release(), nanos::get);

        assertEquals("the broker is busy, send it again later", busy.publish(TOPIC, Sent.publish(1, 7, TOPIC, "")));
        assertEquals(0, busy.bytes());
    }
}
