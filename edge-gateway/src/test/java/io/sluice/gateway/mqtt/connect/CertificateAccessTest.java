package io.sluice.gateway.mqtt.connect;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_5;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.handler.codec.mqtt.MqttVersion;
import io.sluice.gateway.access.AccessSettings;
import io.sluice.gateway.access.DevicePattern;
import io.sluice.gateway.access.PasswordFile;
import io.sluice.gateway.mqtt.Entering;
import io.sluice.gateway.mqtt.FakeDurableLog;
import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.PahoGoodbye;
import io.sluice.gateway.mqtt.RawClient;
import io.sluice.gateway.mqtt.Sent;
import io.sluice.gateway.mqtt.TestCertificate;
import io.sluice.gateway.mqtt.listen.MqttSettings;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The front with an authority of client certificates. */
class CertificateAccessTest {
    @TempDir
    static Path folder;

    private static TestCertificate server;
    private static TestCertificate byName;
    private static TestCertificate byUri;
    private static TestCertificate ofNobody;
    private static Settings settings;
    private static FrontFixture front;

    @BeforeAll
    static void start() throws Exception {
        server = TestCertificate.make(folder, "server", "EC");
        byName = TestCertificate.make(folder, "by-name", "EC", "plant-1/pump-7", "");
        byUri = TestCertificate.make(folder, "by-uri", "EC", "plant-9/ignored", ",uri:sluice://plant-1/*");
        ofNobody = TestCertificate.make(folder, "nobody", "EC");
        Path authorities = folder.resolve("authorities.pem");
        Files.writeString(
                authorities,
                Files.readString(byName.certificate())
                        + Files.readString(byUri.certificate())
                        + Files.readString(ofNobody.certificate()));
        settings = FrontFixture.settings()
                .with(MqttSettings.TLS_CERTIFICATE, server.certificate())
                .with(MqttSettings.TLS_KEY, server.key())
                .with(MqttSettings.TLS_CLIENT_CA, authorities);
        front = new FrontFixture(new FakeDurableLog().committing(), settings);
        front.start();
    }

    @AfterAll
    static void stop() {
        front.close();
    }

    private static MqttAsyncClient connected(FrontFixture to, TestCertificate shown) throws Exception {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setSocketFactory(server.trusting(shown).getSocketFactory());
        MqttAsyncClient paho = new MqttAsyncClient(
                "ssl://127.0.0.1:" + to.tlsPort().orElseThrow(), "paho-tls", new MemoryPersistence());
        paho.connect(options).waitForCompletion(60_000);
        return paho;
    }

    private static void end(MqttAsyncClient paho) throws MqttException {
        PahoGoodbye.say(paho);
    }

    private static int[] published(MqttAsyncClient paho, String topic) throws MqttException {
        IMqttToken token = paho.publish(topic, Sent.json(1).getBytes(StandardCharsets.UTF_8), 1, false);
        token.waitForCompletion(60_000);
        return token.getReasonCodes();
    }

    @Test
    void the_common_name_is_the_device() throws Exception {
        MqttAsyncClient pump = connected(front, byName);

        assertArrayEquals(new int[] {0x00}, published(pump, "telemetry/plant-1/pump-7"));
        assertArrayEquals(new int[] {0x87}, published(pump, "telemetry/plant-1/pump-8"));
        end(pump);
    }

    @Test
    void an_alternative_name_goes_before_it_and_may_be_a_pattern() throws Exception {
        MqttAsyncClient gateway = connected(front, byUri);

        assertArrayEquals(new int[] {0x00}, published(gateway, "telemetry/plant-1/any"));
        assertArrayEquals(new int[] {0x87}, published(gateway, "telemetry/plant-9/ignored"));
        end(gateway);
    }

    @Test
    void a_certificate_that_names_no_device_does_not_get_in() {
        MqttException refused = assertThrows(MqttException.class, () -> connected(front, ofNobody));

        assertEquals(0x87, refused.getReasonCode());
    }

    @ParameterizedTest
    @EnumSource(names = {"MQTT_3_1_1", "MQTT_5"})
    void a_listener_that_cannot_ask_lets_nobody_in(MqttVersion version) throws Exception {
        int code = version == MQTT_5 ? 0x87 : 0x05;

        assertEquals(code, Entering.answer(front.port(), Sent.connect(version, "plain", true)));
        assertEquals(code, Entering.answer(front.port(), Entering.connect(version, "plain", "user", "password")));
        try (RawClient overWebSocket = RawClient.overWebSocket(front.websocketPort())) {
            overWebSocket.send(Sent.connect(version, "plain", true));
            assertEquals(code, Entering.code(overWebSocket));
        }
    }

    @Test
    void with_passwords_beside_it_each_listener_asks_in_its_way() throws Exception {
        Path file = folder.resolve("passwords");
        new PasswordFile(file)
                .put(
                        "fan",
                        List.of(DevicePattern.parse("plant-1/fan-1")),
                        "correct horse".getBytes(StandardCharsets.UTF_8));
        try (FrontFixture both =
                new FrontFixture(new FakeDurableLog().committing(), settings.with(AccessSettings.PASSWORDS, file))) {
            both.start();
            MqttAsyncClient pump = connected(both, byName);
            assertArrayEquals(new int[] {0x00}, published(pump, "telemetry/plant-1/pump-7"));
            end(pump);
            assertEquals(0x00, Entering.answer(both.port(), Entering.connect(MQTT_3_1_1, "x", "fan", "correct horse")));
            assertEquals(0x05, Entering.answer(both.port(), Sent.connect(MQTT_3_1_1, "x", true)));
        }
    }

    @Test
    void without_any_of_it_no_listener_leaves_loopback() {
        Settings anywhere = FrontFixture.settings().with(CommonSettings.BIND_ADDRESS, "0.0.0.0");
        try (FrontFixture open = new FrontFixture(new FakeDurableLog(), anywhere)) {
            SettingsException refused = assertThrows(SettingsException.class, open::start);
            assertEquals(
                    true,
                    String.valueOf(refused.getMessage()).contains("mqtt.passwords, mqtt.jwt.keys or tls.client-ca"));
        }
    }
}
