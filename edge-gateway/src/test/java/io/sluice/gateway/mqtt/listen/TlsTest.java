package io.sluice.gateway.mqtt.listen;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static io.sluice.gateway.mqtt.Sent.TOPIC;
import static io.sluice.gateway.mqtt.Sent.json;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.gateway.mqtt.FakeDurableLog;
import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.PahoGoodbye;
import io.sluice.gateway.mqtt.RawClient;
import io.sluice.gateway.mqtt.SelfTest;
import io.sluice.gateway.mqtt.Sent;
import io.sluice.gateway.mqtt.TestCertificate;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same gate before Moquette's TLS listener. */
class TlsTest {
    @TempDir
    static Path folder;

    private static TestCertificate server;
    private static TestCertificate client;
    private static FrontFixture front;

    @BeforeAll
    static void makeCertificates() throws Exception {
        server = TestCertificate.make(folder, "server", "EC");
        client = TestCertificate.make(folder, "client", "EC", "plant-1/pump-7", "");
        front = started(settings());
    }

    @AfterAll
    static void stop() {
        front.close();
    }

    private static Settings settings() {
        return FrontFixture.settings()
                .with(MqttSettings.TLS_CERTIFICATE, server.certificate())
                .with(MqttSettings.TLS_KEY, server.key());
    }

    private static FrontFixture started(Settings settings) throws Exception {
        FrontFixture front = new FrontFixture(new FakeDurableLog().committing(), settings);
        front.start();
        return front;
    }

    @Test
    void acknowledgesPahosPublish() throws Exception {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setSocketFactory(server.trusting(null).getSocketFactory());
        MqttClient paho =
                new MqttClient("ssl://127.0.0.1:" + front.tlsPort().orElseThrow(), "paho-tls", new MemoryPersistence());
        paho.connect(options);

        paho.publish(TOPIC, new MqttMessage(json(1).getBytes(StandardCharsets.UTF_8), 1, false, null));

        assertEquals(1, front.log.messages().size());
        PahoGoodbye.say(paho);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaks(String version) throws Exception {
        try (SSLSocket socket = socket(front, server.trusting(null))) {
            socket.setEnabledProtocols(new String[] {version});
            assertEquals(0x20, firstByteAfterConnect(socket));
            assertEquals(version, socket.getSession().getProtocol());
        }
    }

    @Test
    void takesAnRsaKeyAsWell() throws Exception {
        TestCertificate rsa = TestCertificate.make(folder, "rsa", "RSA");
        Settings settings =
                settings().with(MqttSettings.TLS_CERTIFICATE, rsa.certificate()).with(MqttSettings.TLS_KEY, rsa.key());
        try (FrontFixture other = started(settings);
                SSLSocket socket = socket(other, rsa.trusting(null))) {
            assertEquals(0x20, firstByteAfterConnect(socket));
        }
    }

    private static SSLSocket socket(FrontFixture of, SSLContext context) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket("127.0.0.1", of.tlsPort().orElseThrow());
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static int firstByteAfterConnect(SSLSocket socket) throws IOException {
        socket.getOutputStream().write(SelfTest.connect("tls"));
        return socket.getInputStream().read();
    }

    @Test
    void withAClientCaOnlyItsClientsGetIn() throws Exception {
        Settings settings = settings().with(MqttSettings.TLS_CLIENT_CA, client.certificate());
        try (FrontFixture asking = started(settings)) {
            try (SSLSocket known = socket(asking, server.trusting(client))) {
                assertEquals(0x20, firstByteAfterConnect(known));
            }
            try (SSLSocket nobody = socket(asking, server.trusting(null))) {
                assertThrows(IOException.class, () -> firstByteAfterConnect(nobody));
            }
            try (SSLSocket stranger = socket(asking, server.trusting(server))) {
                assertThrows(IOException.class, () -> firstByteAfterConnect(stranger));
            }
        }
    }

    @Test
    void closesOnBytesThatAreNotTls() throws Exception {
        try (RawClient plain = new RawClient(front.tlsPort().orElseThrow())) {
            plain.send(Sent.connect(MQTT_3_1_1, "plain", true));
            assertTrue(plain.isClosedSoon());
        }
        // The TLS handler closes first and tells ours afterwards.
        await().ignoreExceptions()
                .untilAsserted(() -> assertEquals(
                        1,
                        front.meters
                                .get("sluice.gateway.connections.closed")
                                .tag("reason", "malformed-packet")
                                .counter()
                                .count()));
    }

    @Test
    void isOffWithoutACertificate() throws Exception {
        try (FrontFixture other = started(FrontFixture.settings())) {
            assertEquals(OptionalInt.empty(), other.tlsPort());
        }
    }

    @Test
    void refusesToStartOnATakenPort() {
        int taken = front.tlsPort().orElseThrow();
        try (FrontFixture second =
                new FrontFixture(new FakeDurableLog(), settings().with(MqttSettings.TLS_PORT, taken))) {
            IOException refused = assertThrows(IOException.class, second::start);
            String message = String.valueOf(refused.getMessage());
            assertTrue(message.startsWith("mqtt.tls.port must be free, was " + taken + " on 127.0.0.1 ("), message);
        }
    }

    @Test
    void namesAllFilesThatAreAtFault() throws Exception {
        Path missing = folder.resolve("missing.pem");
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n");
        String pem = " must be a PEM file of X.509 certificates, was ";
        assertEquals(
                List.of(
                        "tls.certificate" + pem + garbage + ", which is something else",
                        "tls.client-ca" + pem + missing + ", which cannot be read: "
                                + "java.nio.file.NoSuchFileException: " + missing),
                faults(settings()
                        .with(MqttSettings.TLS_CERTIFICATE, garbage)
                        .with(MqttSettings.TLS_CLIENT_CA, missing)));
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        assertEquals(
                List.of("tls.certificate" + pem + empty + ", which has none"),
                faults(settings().with(MqttSettings.TLS_CERTIFICATE, empty)));
    }

    @Test
    void refusesKeysItCannotUse() throws Exception {
        String rule = "tls.key must be a PEM file with an unencrypted PKCS #8 private key (BEGIN PRIVATE KEY), was ";
        assertEquals(
                List.of(rule + server.certificate() + ", which has none"),
                faults(settings().with(MqttSettings.TLS_KEY, server.certificate())));
        assertEquals(
                List.of("tls.key must be the EC key of tls.certificate, was the one in " + client.key()),
                faults(settings().with(MqttSettings.TLS_KEY, client.key())));
        Path noKey = TestCertificate.pem(folder.resolve("no.key"), "PRIVATE KEY", new byte[] {1, 2, 3});
        assertEquals(
                List.of("tls.key must be the EC key of tls.certificate, was the one in " + noKey),
                faults(settings().with(MqttSettings.TLS_KEY, noKey)));
    }

    @Test
    void refusesHalfOfThePair() {
        assertEquals(
                List.of("tls.key must be set where tls.certificate is, was not"),
                faults(FrontFixture.settings().with(MqttSettings.TLS_CERTIFICATE, server.certificate())));
        assertEquals(
                List.of(
                        "tls.key must not be set without tls.certificate, was " + server.key(),
                        "tls.client-ca must not be set without tls.certificate, was " + client.certificate()),
                faults(FrontFixture.settings()
                        .with(MqttSettings.TLS_KEY, server.key())
                        .with(MqttSettings.TLS_CLIENT_CA, client.certificate())));
    }

    private static List<String> faults(Settings settings) {
        return assertThrows(SettingsException.class, () -> ListenerTls.load(settings))
                .faults();
    }
}
