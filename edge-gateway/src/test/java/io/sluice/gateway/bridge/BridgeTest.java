package io.sluice.gateway.bridge;

import static io.sluice.gateway.bridge.ScriptedBroker.binary;
import static io.sluice.gateway.bridge.ScriptedBroker.publish;
import static io.sluice.gateway.bridge.ScriptedBroker.userProperty;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.gateway.mqtt.FakeDurableLog;
import io.sluice.gateway.mqtt.listen.MqttSettings;
import io.sluice.gateway.spool.MemoryFiles;
import io.sluice.gateway.spool.SpoolEntry;
import io.sluice.kit.health.HealthRegistry;
import io.sluice.kit.settings.Setting;
import io.sluice.kit.settings.Settings;
import io.sluice.model.payload.PayloadDecoder;
import io.sluice.model.payload.draft.IdentityStamper.Identity;
import io.sluice.model.payload.draft.PayloadLimits;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.sparkplug.SparkplugRebirth;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The bridge to brokers that say what a broker may say, and Paho or the bridge might not expect. */
class BridgeTest {
    private static final String TOPIC = "telemetry/plant/pump";

    private final HealthRegistry health = new HealthRegistry();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FakeDurableLog log = new FakeDurableLog().committing();
    private final MemoryFiles files = new MemoryFiles();

    @AfterEach
    void close() {
        log.close();
    }

    private static Settings settings(String url) {
        List<Setting<?>> declared = new ArrayList<>(MqttSettings.all());
        declared.addAll(BridgeSettings.all());
        return Settings.defaults(declared).with(BridgeSettings.URL, url);
    }

    private Bridge bridge(ScriptedBroker broker) {
        return bridge(broker, "sluice");
    }

    private Bridge bridge(ScriptedBroker broker, String share) {
        PayloadDecoder decoder = new PayloadDecoder(PayloadLimits.defaults(), device -> new Identity("none", 1));
        Settings settings = settings("mqtt://127.0.0.1:" + broker.port()).with(BridgeSettings.SHARE, share);
        return new Bridge(settings, log, "1", files, decoder, meters, health);
    }

    private double waiting() {
        return meters.get("sluice.gateway.bridge.waiting").gauge().value();
    }

    @Test
    void a_subscription_that_is_granted_without_the_promise_is_a_refusal() throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker(0, List.of(), List.of());
                Bridge bridge = bridge(broker)) {
            bridge.start();
            await().untilAsserted(() -> {
                String ready = health.ready().toJson();
                assertTrue(
                        ready.contains(
                                "the broker must grant QoS 1 to the subscription $share/sluice/telemetry/#, granted 0"),
                        ready);
            });
        }
    }

    @Test
    void what_came_with_a_connection_that_was_refused_does_not_pile_up_before_a_full_log() throws Exception {
        log.fill();
        byte[] kept = publish(1, TOPIC, "{\"t\":1}");
        try (ScriptedBroker broker = new ScriptedBroker(0x87, List.of(kept), List.of());
                Bridge bridge = bridge(broker)) {
            bridge.start();
            await().untilAsserted(() -> assertTrue(broker.connects() >= 3));
            assertTrue(waiting() <= 1, () -> "waiting: " + waiting());
        }
    }

    /** QoS 1, and Retain Handling 2 in the bits above. */
    @Test
    void what_the_broker_retains_is_not_asked_for() throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker(1, List.of(), List.of());
                Bridge bridge = bridge(broker)) {
            bridge.start();
            await().untilAsserted(() -> assertEquals(List.of("$share/sluice/telemetry/# 33"), broker.subscribed()));
        }
    }

    @Test
    void what_an_earlier_life_subscribed_to_is_taken_back_once() throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker(1, List.of(), List.of())) {
            for (String share : List.of("sluice", "sluice", "other", "other")) {
                int before = broker.subscribed().size();
                try (Bridge bridge = bridge(broker, share)) {
                    bridge.start();
                    await().untilAsserted(() -> assertTrue(meters.get("sluice.gateway.bridge.connected")
                                            .gauge()
                                            .value()
                                    > 0
                            && broker.subscribed().size() > before));
                }
                meters.clear();
            }
            assertEquals(List.of("$share/sluice/telemetry/#"), broker.unsubscribed());
        }
    }

    @Test
    void a_payload_that_is_too_long_is_a_dead_letter_that_holds_its_beginning() throws Exception {
        int max = PayloadLimits.defaults().maxPacketBytes();
        String text = "x".repeat(16 * max);
        byte[] properties = userProperty("note", "n".repeat(60_000));
        List<byte[]> packets = List.of(
                publish(1, TOPIC, text),
                publish(2, TOPIC, properties, text),
                publish(3, TOPIC, text.substring(0, max + 1)),
                publish(4, TOPIC, "{\"t\":1}"));
        try (ScriptedBroker broker = new ScriptedBroker(1, List.of(), packets);
                Bridge bridge = bridge(broker)) {
            bridge.start();
            await().untilAsserted(() -> assertEquals(List.of(1, 2, 3, 4), broker.acknowledged()));
            assertFalse(broker.isToldHowLongAPacketMayBe());
        }
        for (SpoolEntry entry : log.taken().subList(0, 3)) {
            SpoolEntry.Rejected refused = assertInstanceOf(SpoolEntry.Rejected.class, entry);
            assertEquals(RejectReason.TOO_LARGE, refused.rejection().reason());
            assertEquals(text.substring(0, max + 1), new String(refused.payload(), StandardCharsets.UTF_8));
        }
        assertEquals(1, log.messages().size());
    }

    @Test
    void a_sparkplug_node_whose_birth_is_not_known_is_asked_for_it() throws Exception {
        String data = "\022\004" + "\020\001" + "\130\005"; // metrics of 4 bytes: alias 1, long value 5
        List<byte[]> packets =
                List.of(publish(1, "spBv1.0/plant/NDATA/node", data), publish(2, "spBv1.0/plant/NDATA/node", data));
        try (ScriptedBroker broker = new ScriptedBroker(1, List.of(), packets);
                Bridge bridge = bridge(broker)) {
            bridge.start();
            await().untilAsserted(() -> assertEquals(List.of(1, 2), broker.acknowledged()));
            await().untilAsserted(() -> assertEquals(1, broker.published().size()));
            byte[] command = broker.published().get(0);
            String topic = "spBv1.0/plant/NCMD/node";
            int end = 2 + topic.length();
            assertEquals(topic, new String(command, 2, end - 2, StandardCharsets.UTF_8));
            assertTrue(SparkplugRebirth.isAskedBy(Arrays.copyOfRange(command, end + 1, command.length)));
        }
        assertEquals(
                List.of(RejectReason.BIRTH_MISSING, RejectReason.BIRTH_MISSING),
                log.taken().stream()
                        .map(entry -> ((SpoolEntry.Rejected) entry).rejection().reason())
                        .toList());
    }

    /** What a device sends that Paho would end by, and what becomes of it. */
    static Stream<Arguments> oddPublishes() {
        String json = "{\"t\":1}";
        ByteArrayOutputStream correlation = new ByteArrayOutputStream();
        correlation.write(0x09);
        correlation.writeBytes(binary(new byte[40_000]));
        return Stream.of(
                arguments("a topic with a control character", publish(2, TOPIC + "\u0001", json), false),
                arguments("a topic with a non-character", publish(2, TOPIC + "\uffff", json), false),
                arguments("a topic with a further one", publish(2, TOPIC + "\ud83f\udffe", json), false),
                arguments("a property of two lines", publish(2, TOPIC, userProperty("note", "a\nb"), json), true),
                arguments("a property of several", publish(2, TOPIC, userProperty("\t", "\u009f"), json), true),
                arguments("long correlation data", publish(2, TOPIC, correlation.toByteArray(), json), true));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oddPublishes")
    void no_publish_of_a_device_stops_those_behind_it(String name, byte[] odd, boolean isTaken) throws Exception {
        List<byte[]> packets = List.of(publish(1, TOPIC, "{\"t\":0}"), odd, publish(3, TOPIC, "{\"t\":2}"));
        try (ScriptedBroker broker = new ScriptedBroker(1, List.of(), packets);
                Bridge bridge = bridge(broker)) {
            bridge.start();
            await().untilAsserted(() -> assertEquals(List.of(1, 2, 3), broker.acknowledged()));
        }
        SpoolEntry second = log.taken().get(1);
        if (isTaken) {
            assertInstanceOf(SpoolEntry.Messages.class, second);
        } else {
            assertEquals(
                    RejectReason.TOPIC_INVALID,
                    assertInstanceOf(SpoolEntry.Rejected.class, second)
                            .rejection()
                            .reason());
        }
    }
}
