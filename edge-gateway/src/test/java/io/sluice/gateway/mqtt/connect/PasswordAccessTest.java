package io.sluice.gateway.mqtt.connect;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_5;
import static io.sluice.gateway.mqtt.Sent.TOPIC;
import static io.sluice.gateway.mqtt.Sent.json;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.sluice.gateway.access.AccessSettings;
import io.sluice.gateway.access.DevicePattern;
import io.sluice.gateway.access.LimitSettings;
import io.sluice.gateway.access.PasswordFile;
import io.sluice.gateway.mqtt.Entering;
import io.sluice.gateway.mqtt.FakeDurableLog;
import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.PahoGoodbye;
import io.sluice.gateway.mqtt.RawClient;
import io.sluice.gateway.mqtt.Sent;
import io.sluice.gateway.mqtt.listen.MqttSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The front with a password file: who gets in, and what they may do there. */
class PasswordAccessTest {
    private static final String SECRET = "correct horse";

    @TempDir
    static Path folder;

    private static PasswordFile passwords;
    private static FrontFixture front;

    @BeforeAll
    static void start() throws Exception {
        Path file = folder.resolve("passwords");
        passwords = new PasswordFile(file);
        put("pump-7", "plant-1/pump-7");
        put("fan-1", "plant-1/fan-1");
        put("site-1", "plant-1/*");
        put("all", "*/*");
        front = new FrontFixture(
                new FakeDurableLog().committing(),
                FrontFixture.settings()
                        .with(AccessSettings.PASSWORDS, file)
                        .with(LimitSettings.CONNECTS, 10_000)
                        .with(LimitSettings.CONNECTS_PER_ADDRESS, 10_000)
                        .with(MqttSettings.LOCAL_READINGS, true));
        front.start();
    }

    @AfterAll
    static void stop() {
        front.close();
    }

    private static void put(String name, String device) throws IOException {
        put(name, device, SECRET);
    }

    private static void put(String name, String device, String password) throws IOException {
        passwords.put(name, List.of(DevicePattern.parse(device)), password.getBytes(StandardCharsets.UTF_8));
    }

    private static RawClient entered(String user, MqttVersion version) throws InterruptedException {
        return RawClient.connected(front.port(), Entering.connect(version, "of-" + user, user, SECRET));
    }

    private static double refused(String reason) {
        return front.meters.find("sluice.gateway.connects.refused").tag("reason", reason).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    @Test
    void the_right_password_lets_paho_publish_for_its_device() throws MqttException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName("pump-7");
        options.setPassword(SECRET.getBytes(StandardCharsets.UTF_8));
        MqttClient paho = new MqttClient("tcp://127.0.0.1:" + front.port(), "paho", new MemoryPersistence());
        paho.connect(options);

        paho.publish(TOPIC, new MqttMessage(json(1).getBytes(StandardCharsets.UTF_8), 1, false, null));

        assertTrue(front.log.messages().stream()
                .anyMatch(message -> message.device().toString().equals("plant-1/pump-7")));
        PahoGoodbye.say(paho);
    }

    @ParameterizedTest(name = "{0}/{1}: {2} or {3}")
    @CsvSource(
            nullValues = "none",
            value = {
                "pump-7, wrong, 0x86, 0x04, bad-password",
                "pump-7, '', 0x86, 0x04, bad-password",
                "nobody, correct horse, 0x86, 0x04, bad-password",
                "'', correct horse, 0x86, 0x04, bad-password",
                "none, none, 0x87, 0x05, no-credentials",
            })
    void anything_else_is_refused_and_counted_by_reason(
            String user, String password, int mqtt5, int mqtt3, String reason) throws Exception {
        double before = refused(reason);

        assertEquals(mqtt5, Entering.answer(front.port(), Entering.connect(MQTT_5, "raw", user, password)));
        assertEquals(mqtt3, Entering.answer(front.port(), Entering.connect(MQTT_3_1_1, "raw", user, password)));
        assertEquals(before + 2, refused(reason));
    }

    @Test
    void paho_is_told_that_its_password_is_wrong() throws MqttException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName("pump-7");
        options.setPassword("wrong".getBytes(StandardCharsets.UTF_8));
        MqttClient paho = new MqttClient("tcp://127.0.0.1:" + front.port(), "paho-wrong", new MemoryPersistence());

        assertEquals(
                0x86,
                assertThrows(MqttException.class, () -> paho.connect(options)).getReasonCode());
        paho.close();
    }

    @Test
    void a_foreign_topic_is_refused_and_an_mqtt_5_connection_stays() throws Exception {
        try (RawClient pump = entered("pump-7", MQTT_5)) {
            pump.send(Sent.publish(1, 1, "telemetry/plant-1/fan-1", json(1)));
            assertEquals(0x87, Entering.pubAck(pump));
            pump.send(Sent.publish(1, 2, "telemetry/plant-1/pump-77/rpm", "1"));
            assertEquals(0x87, Entering.pubAck(pump));
            pump.send(Sent.publish(1, 3, "commands/plant-1/fan-1/stop", "x"));
            assertEquals(0x87, Entering.pubAck(pump));
            pump.send(Sent.publish(1, 4, "telemetry/plant 1/pump-7", "1"));
            assertEquals(0x90, Entering.pubAck(pump), "what names no device is invalid, not foreign");
            pump.send(Sent.publish(1, 5, TOPIC + "/rpm", "1"));
            assertEquals(0x00, Entering.pubAck(pump));
        }
    }

    @Test
    void a_foreign_topic_closes_an_older_connection() throws Exception {
        try (RawClient pump = entered("pump-7", MQTT_3_1_1)) {
            pump.send(Sent.publish(1, 1, "telemetry/plant-1/fan-1", json(1)));
            assertTrue(pump.isClosedSoon());
        }
    }

    @Test
    void a_pattern_speaks_for_its_site_only() throws Exception {
        try (RawClient gateway = entered("site-1", MQTT_5)) {
            gateway.send(Sent.publish(1, 1, "telemetry/plant-1/anything", json(1)));
            assertEquals(0x00, Entering.pubAck(gateway));
            gateway.send(Sent.publish(1, 2, "telemetry/plant-10/anything", json(1)));
            assertEquals(0x87, Entering.pubAck(gateway));
        }
    }

    @Test
    void only_filters_that_show_nothing_foreign_are_granted() throws Exception {
        try (RawClient pump = entered("pump-7", MQTT_5);
                RawClient older = entered("fan-1", MQTT_3_1_1);
                RawClient gateway = entered("site-1", MQTT_5);
                RawClient all = entered("all", MQTT_5)) {
            String[] filters = {
                "commands/plant-1/pump-7/#",
                "commands/plant-1/pump-7",
                "telemetry/plant-1/pump-7/+",
                "commands/plant-1/+/#",
                "commands/plant-1/#",
                "commands/+/pump-7/#",
                "commands/#",
                "telemetry/#",
                "commands/plant-1/fan-1/#"
            };
            pump.send(Sent.subscribe(1, filters));
            assertEquals(List.of(1, 1, 1, 0x87, 0x87, 0x87, 0x87, 0x87, 0x87), Entering.subAck(pump));
            older.send(Sent.subscribe(1, filters));
            assertEquals(List.of(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1), Entering.subAck(older));
            gateway.send(Sent.subscribe(1, filters));
            assertEquals(List.of(1, 1, 1, 1, 1, 0x87, 0x87, 0x87, 1), Entering.subAck(gateway));
            all.send(Sent.subscribe(1, filters));
            assertEquals(List.of(1, 1, 1, 1, 1, 1, 1, 1, 1), Entering.subAck(all));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"telemetry/plant-1/fan-1", "commands/plant-1/fan-1/stop", "status/pump-7"})
    void a_foreign_will_is_refused(String topic) throws Exception {
        assertEquals(0x87, Entering.answer(front.port(), Entering.withWill("raw-will", "pump-7", SECRET, topic)));
    }

    @Test
    void a_will_of_its_own_is_taken() throws Exception {
        assertEquals(0x00, Entering.answer(front.port(), Entering.withWill("raw-will", "pump-7", SECRET, TOPIC)));
    }

    @Test
    void nobody_takes_over_anothers_session_by_its_client_id() throws Exception {
        try (RawClient pump = RawClient.connected(front.port(), persistent("shared-id", "pump-7"))) {
            pump.send(Sent.subscribe(1, "commands/plant-1/pump-7/#"));
            Entering.subAck(pump);
            try (RawClient thief = new RawClient(front.port());
                    RawClient operator = entered("all", MQTT_5)) {
                thief.send(persistent("shared-id", "fan-1"));
                MqttConnAckMessage connAck = (MqttConnAckMessage) thief.expect(MqttMessageType.CONNACK);
                assertFalse(connAck.variableHeader().isSessionPresent());
                operator.send(Sent.publish(1, 1, "commands/plant-1/pump-7/start", "now"));
                assertEquals(0x00, Entering.pubAck(operator));
                ((MqttPublishMessage) pump.expect(MqttMessageType.PUBLISH)).release();
                thief.send(Sent.publish(1, 1, "telemetry/plant-1/fan-1", json(1)));
                assertEquals(0x00, Entering.pubAck(thief), "a command would have come before");
            }
            assertTrue(pump.isOpen());
        }
    }

    private static MqttConnectMessage persistent(String clientId, String user) {
        return MqttMessageBuilders.connect()
                .protocolVersion(MQTT_5)
                .clientId(clientId)
                .cleanSession(false)
                .properties(Sent.number(MqttPropertyType.SESSION_EXPIRY_INTERVAL, 3600))
                .hasUser(true)
                .username(user)
                .hasPassword(true)
                .password(SECRET.getBytes(StandardCharsets.UTF_8))
                .build();
    }

    @Test
    void a_change_of_the_file_lets_in_and_sends_away_without_a_restart() throws Exception {
        put("changing", "plant-1/changing");
        await().untilAsserted(() -> assertEquals(
                0x00, Entering.answer(front.port(), Entering.connect(MQTT_5, "raw-new", "changing", SECRET))));
        try (RawClient old = entered("changing", MQTT_5);
                RawClient other = entered("pump-7", MQTT_5)) {
            put("changing", "plant-1/changing", "another secret");

            assertEquals(0x87, Entering.disconnect(old));
            assertTrue(old.isClosedSoon());
            assertEquals(0x86, Entering.answer(front.port(), Entering.connect(MQTT_5, "raw-old", "changing", SECRET)));
            assertEquals(
                    0x00,
                    Entering.answer(front.port(), Entering.connect(MQTT_5, "raw-old", "changing", "another secret")));
            assertTrue(other.isOpen(), "whose line did not change stays");
        }
    }

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void a_storm_of_one_client_is_checked_once(MqttVersion version) throws Exception {
        int count = 300;
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RawClient client = new RawClient(front.port());
            client.send(Entering.connect(version, "storm-" + i, "site-1", SECRET));
            clients.add(client);
        }
        Map<Integer, Integer> codes = new TreeMap<>();
        for (RawClient client : clients) {
            codes.merge(Entering.code(client), 1, Integer::sum);
            client.close();
        }
        // Only those behind a full queue before the first check ended may be told that we are busy.
        assertTrue(codes.getOrDefault(0, 0) >= 48, "codes: " + codes);
    }

    @Test
    void a_websocket_asks_as_well() throws Exception {
        try (RawClient client = RawClient.overWebSocket(front.websocketPort())) {
            client.send(Entering.connect(MQTT_5, "ws", "pump-7", "wrong"));
            assertEquals(0x86, Entering.code(client));
        }
        try (RawClient client = RawClient.overWebSocket(front.websocketPort())) {
            client.send(Entering.connect(MQTT_5, "ws", "pump-7", SECRET));
            assertEquals(0x00, Entering.code(client));
        }
    }
}
