package io.sluice.gateway;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.gateway.kafka.TopicCheck;
import io.sluice.gateway.mqtt.PahoGoodbye;
import io.sluice.gateway.mqtt.listen.MqttSettings;
import io.sluice.gateway.scheduler.ThreadSlices;
import io.sluice.kit.health.HealthRegistry;
import io.sluice.kit.lifecycle.ServiceContext;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Setting;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import io.sluice.model.batch.CountedMessage;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.RejectedMessage;
import io.sluice.model.batch.TelemetryBatchCodec;
import io.sluice.model.ledger.proto.LedgerRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole gateway, from a device's client to what a producer is handed. */
final class EdgeGatewayTest {
    @TempDir
    Path data;

    private final MockProducer<byte[], byte[]> kafka =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final HealthRegistry health = new HealthRegistry();
    private TopicCheck.Answer answer = new TopicCheck.Answer.Fits();
    private EdgeGateway gateway = new EdgeGateway(settings(), context());

    private Settings settings() {
        List<Setting<?>> all = new ArrayList<>(CommonSettings.all());
        all.addAll(GatewaySettings.all());
        return Settings.defaults(all)
                .with(MqttSettings.PORT, 0)
                .with(MqttSettings.WEBSOCKET_PORT, 0)
                .with(CommonSettings.PARTITIONS, 2)
                .with(GatewaySettings.SPOOL_SEGMENT, 4L << 20)
                .with(GatewaySettings.SPOOL_CAP, 32L << 20);
    }

    private ServiceContext context() {
        return new ServiceContext(new SimpleMeterRegistry(), health, Clock.systemUTC());
    }

    private void start(Settings settings) throws Exception {
        gateway = new EdgeGateway(
                settings.with(CommonSettings.DATA_DIR, data),
                context(),
                new EdgeGateway.KafkaLink(() -> kafka, () -> answer));
        gateway.start();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void publish(String topic, String... payloads) throws MqttException {
        MqttClient client = new MqttClient("tcp://127.0.0.1:" + gateway.mqttPort(), "test", new MemoryPersistence());
        client.connect(new MqttConnectionOptions());
        for (String payload : payloads) {
            client.publish(topic, payload.getBytes(StandardCharsets.UTF_8), 1, false);
        }
        PahoGoodbye.say(client);
    }

    /** Counter to seq, or to the reason, of all that was sent. */
    private TreeMap<Long, String> sent() {
        TreeMap<Long, String> found = new TreeMap<>();
        for (ProducerRecord<byte[], byte[]> sent : kafka.history()) {
            if (sent.topic().equals("telemetry.batches")) {
                var batch = TelemetryBatchCodec.decode(sent.value());
                for (DeviceBlock block : batch.blocks()) {
                    for (CountedMessage counted : block.messages()) {
                        found.put(counted.counter(), "#" + counted.message().seq());
                    }
                }
                for (RejectedMessage rejected : batch.rejected()) {
                    found.put(rejected.counter(), rejected.reason().label());
                }
            }
        }
        return found;
    }

    private static String message(long seq) {
        return "{\"epoch\":\"e1\",\"seq\":" + seq + ",\"values\":{\"temperature\":" + seq + "}}";
    }

    private static String[] messages(int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(EdgeGatewayTest::message)
                .toArray(String[]::new);
    }

    @Test
    void who_is_waited_for_preempts_who_is_not() throws Exception {
        ThreadSlices.assumeChosen();
        Set<String> others = ThreadSlices.of("nioEventLoopGroup").keySet();
        start(settings());
        publish("telemetry/plant-1/pump-7", "{\"temperature\":21.4}");

        Map<String, Long> loops = ThreadSlices.of("nioEventLoopGroup");
        loops.keySet().removeAll(others);
        assertEquals(Set.of(500_000L), Set.copyOf(loops.values()), "event loops");
        assertEquals(
                Set.of(500_000L), Set.copyOf(ThreadSlices.of("spool-writer").values()), "the spool's writer");
        assertFalse(ThreadSlices.of("spool-drain").containsValue(500_000L), "the drain");
    }

    @Test
    void whatIsAcknowledgedArrivesCountedAndTheLedgerSaysSo() throws Exception {
        start(settings());
        publish("telemetry/plant/pump", message(1), message(2), "{broken", message(3));
        await().untilAsserted(() -> assertEquals("{0=#1, 1=#2, 2=not-parsable, 3=#3}", sent().toString()));
        await().untilAsserted(() -> assertEquals(4, appendPosition()));
    }

    @Test
    void aDeviceWhoseClientIsLostIsDeadInTheNextBatch() throws Exception {
        start(settings());
        MqttConnectionOptions mortal = new MqttConnectionOptions();
        mortal.setWill(
                "telemetry/plant/pump", new MqttMessage(message(2).getBytes(StandardCharsets.UTF_8), 1, false, null));
        MqttClient client = new MqttClient("tcp://127.0.0.1:" + gateway.mqttPort(), "mortal", new MemoryPersistence());
        client.connect(mortal);
        client.publish("telemetry/plant/pump", message(1).getBytes(StandardCharsets.UTF_8), 1, false);
        client.disconnectForcibly(0, 1, false);
        await().untilAsserted(() -> assertEquals(List.of(2L), deaths()));
        assertEquals("{0=#1, 1=#2}", sent().toString());
        await().untilAsserted(() -> assertEquals(2, appendPosition(), "a death takes no counter"));
    }

    @Test
    void messagesThatFitNoSegmentTogetherAreRefusedAndCounted() throws Exception {
        start(settings());
        int messages = 65_000;
        byte[] payload = new byte[3 + 4 * messages];
        payload[0] = (byte) 0x99; // CBOR: an array, its length in two bytes
        payload[1] = (byte) (messages >>> 8);
        payload[2] = (byte) messages;
        for (int at = 3; at < payload.length; at += 4) {
            System.arraycopy(new byte[] {(byte) 0xa1, 0x61, 'a', 1}, 0, payload, at, 4); // {a: 1}
        }
        MqttClient client = new MqttClient("tcp://127.0.0.1:" + gateway.mqttPort(), "test", new MemoryPersistence());
        client.connect(new MqttConnectionOptions());
        MqttProperties cbor = new MqttProperties();
        cbor.setContentType("application/cbor");
        client.publish("telemetry/plant/pump", new MqttMessage(payload, 1, false, cbor));
        client.publish("telemetry/plant/pump", message(1).getBytes(StandardCharsets.UTF_8), 1, false);
        PahoGoodbye.say(client);
        await().untilAsserted(() -> assertEquals("{0=too-large, 1=#1}", sent().toString()));
    }

    @Test
    void aPacketThatKafkaMightNotTakeAsOneRecordCannotBeSet() {
        IllegalArgumentException thrown = assertThrows(
                IllegalArgumentException.class, () -> settings().with(MqttSettings.MAX_PACKET_BYTES, 16L << 20));
        assertEquals(
                "mqtt.max-packet must be a number of bytes such as 4096, 64KiB or 1GiB from 1KiB to 1MiB, was 16MiB",
                thrown.getMessage());
    }

    private List<Long> deaths() {
        List<Long> beforeCounters = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> sent : kafka.history()) {
            if (sent.topic().equals("telemetry.batches")) {
                TelemetryBatchCodec.decode(sent.value())
                        .deaths()
                        .forEach(death -> beforeCounters.add(death.beforeCounter()));
            }
        }
        return beforeCounters;
    }

    private long appendPosition() throws Exception {
        long position = 0;
        for (ProducerRecord<byte[], byte[]> sent : kafka.history()) {
            if (sent.topic().equals("telemetry.ledger")) {
                LedgerRecord fact = LedgerRecord.parseFrom(sent.value());
                position = Math.max(position, fact.getSpoolAppended().getAppendPosition());
            }
        }
        return position;
    }

    @Test
    void itIsReadyWithoutKafkaAndSendsWhatItTookAfterARestart() throws Exception {
        answer = new TopicCheck.Answer.Away("no answer");
        start(settings().with(GatewaySettings.DRAIN_TIMEOUT, Duration.ZERO));
        assertTrue(health.ready().isUp(), health.ready().toJson());
        publish("telemetry/plant/pump", messages(50));
        gateway.close();
        assertEquals(0, sent().size());
        answer = new TopicCheck.Answer.Fits();
        start(settings());
        publish("telemetry/plant/pump", message(51));
        await().untilAsserted(() -> assertEquals(51, sent().size()));
        assertEquals("#51", sent().get(50L));
    }

    @Test
    void closingSendsWhatIsInTheSpool() throws Exception {
        start(settings().with(GatewaySettings.BATCH_LINGER, Duration.ofSeconds(10)));
        publish("telemetry/plant/pump", message(1));
        assertEquals(0, sent().size());
        gateway.close();
        assertEquals("{0=#1}", sent().toString());
    }

    @Test
    void itDoesNotStartWithATopicOfOtherPartitions() {
        String reason = "topic telemetry.batches must have partitions=2, has 8";
        answer = new TopicCheck.Answer.OtherPartitions(reason);

        assertEquals(
                reason,
                assertThrows(SettingsException.class, () -> start(settings())).getMessage());
    }

    /** As where Kafka was away at the start. */
    @Test
    void aTopicThatTurnsOutToBeAnotherMakesItNotReadyAndNothingIsSent() throws Exception {
        answer = new TopicCheck.Answer.Away("no answer");
        start(settings().with(GatewaySettings.DRAIN_TIMEOUT, Duration.ZERO));
        answer = new TopicCheck.Answer.OtherPartitions("topic telemetry.batches must have partitions=2, has 8");
        await().until(() -> !health.ready().isUp());
        assertTrue(health.ready().toJson().contains("topic telemetry.batches must have partitions=2, has 8"));
        publish("telemetry/plant/pump", message(1));
        assertEquals(0, sent().size());
        assertTrue(health.live().isUp());
    }

    @Test
    void sizesThatDoNotFitAndRulesThatAreNoneAreReportedTogether() {
        Settings wrong = settings()
                .with(GatewaySettings.SPOOL_SEGMENT, 2L << 20)
                .with(GatewaySettings.SPOOL_CAP, 3L << 20)
                .with(MqttSettings.FORMATS, "a/#/b=application/json,telemetry/#=text/csv");
        SettingsException thrown = assertThrows(SettingsException.class, () -> start(wrong));
        assertEquals(
                List.of(
                        "spool.segment must be at least 12 times mqtt.max-packet of 262144 bytes, was 2097152",
                        "spool.cap must be at least twice spool.segment of 2097152 bytes, was 3145728",
                        "mqtt.formats: a format's filter must be an MQTT topic filter, was 'a/#/b'",
                        "mqtt.formats: a format must be a content type of docs/payloads.md, was 'text/csv'"),
                thrown.faults());
        assertFalse(data.resolve("spool").toFile().exists());
    }
}
