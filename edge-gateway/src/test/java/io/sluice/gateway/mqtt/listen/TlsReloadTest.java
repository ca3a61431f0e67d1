package io.sluice.gateway.mqtt.listen;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.gateway.mqtt.FakeDurableLog;
import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.SelfTest;
import io.sluice.gateway.mqtt.TestCertificate;
import io.sluice.kit.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that change while the gateway runs. */
final class TlsReloadTest {
    @TempDir
    static Path folder;

    private static TestCertificate old;
    private static TestCertificate renewed;
    private static TestCertificate device;

    @TempDir
    Path live;

    private Settings settings;

    @BeforeAll
    static void makeCertificates() throws Exception {
        old = TestCertificate.make(folder, "old", "EC");
        renewed = TestCertificate.make(folder, "renewed", "EC");
        device = TestCertificate.make(folder, "device", "EC", "plant-1/pump-7", "");
    }

    @BeforeEach
    void begin() throws IOException {
        replace("server.crt", old.certificate());
        replace("server.key", old.key());
        settings = FrontFixture.settings()
                .with(MqttSettings.TLS_CERTIFICATE, live.resolve("server.crt"))
                .with(MqttSettings.TLS_KEY, live.resolve("server.key"));
    }

    private void replace(String name, Path by) throws IOException {
        Path fresh = Files.copy(by, live.resolve(name + ".new"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(fresh, live.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static int firstByte(FrontFixture front, SSLContext context) throws IOException {
        try (SSLSocket socket = socket(front, context)) {
            return talk(socket);
        }
    }

    private static SSLSocket socket(FrontFixture front, SSLContext context) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket("127.0.0.1", front.tlsPort().orElseThrow());
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static int talk(SSLSocket socket) throws IOException {
        socket.getOutputStream().write(SelfTest.connect("tls"));
        return socket.getInputStream().read();
    }

    private static FrontFixture started(Settings settings) throws Exception {
        FrontFixture front = new FrontFixture(new FakeDurableLog().committing(), settings);
        front.start();
        return front;
    }

    @Test
    void a_renewed_certificate_is_shown_to_new_connections_and_old_ones_go_on() throws Exception {
        try (FrontFixture front = started(settings);
                SSLSocket before = socket(front, old.trusting(null))) {
            before.getOutputStream().write(SelfTest.connect("before"));
            assertEquals(0x20, before.getInputStream().read());
            replace("server.crt", renewed.certificate());
            replace("server.key", renewed.key());
            SSLContext trustsRenewed = renewed.trusting(null);
            await().ignoreExceptions().until(() -> firstByte(front, trustsRenewed) == 0x20);
            SSLContext trustsOld = old.trusting(null);
            assertThrows(IOException.class, () -> firstByte(front, trustsOld));
            before.getOutputStream().write(new byte[] {(byte) 0xC0, 0});
            int next = before.getInputStream().read();
            while (next != 0xD0 && next >= 0) {
                next = before.getInputStream().read(); // the rest of CONNACK
            }
            assertEquals(0xD0, next, "PINGRESP");
            assertEquals(
                    1, front.meters.get("sluice.gateway.tls.reloads").counter().count());
        }
    }

    @Test
    void a_broken_certificate_leaves_the_old_one_in_use_and_is_complained_of() throws Exception {
        try (FrontFixture front = started(settings)) {
            Files.writeString(live.resolve("server.crt"), "broken");
            await().until(() ->
                    front.meters.get("sluice.gateway.tls.fault").gauge().value() == 1);
            assertEquals(0x20, firstByte(front, old.trusting(null)));
            assertTrue(front.isReady(), "those who connect are served");
            assertTrue(front.readyJson().contains("tls.certificate must be a PEM file"), front.readyJson());
            replace("server.crt", old.certificate());
            await().until(() ->
                    front.meters.get("sluice.gateway.tls.fault").gauge().value() == 0);
            assertFalse(front.readyJson().contains("tls.certificate"), front.readyJson());
        }
    }

    @Test
    void renewed_authorities_let_their_clients_in() throws Exception {
        replace("clients.crt", old.certificate());
        Settings asking = settings.with(MqttSettings.TLS_CLIENT_CA, live.resolve("clients.crt"));
        try (FrontFixture front = started(asking)) {
            SSLContext known = old.trusting(device);
            assertThrows(IOException.class, () -> firstByte(front, known));
            replace("clients.crt", device.certificate());
            await().ignoreExceptions().until(() -> firstByte(front, known) == 0x20);
        }
    }

    @Test
    void a_certificate_whose_key_has_not_come_yet_is_no_fault_at_the_first_look() throws Exception {
        ListenerTls tls = ListenerTls.load(settings).orElseThrow();
        replace("server.crt", renewed.certificate());
        assertFalse(tls.look());
        assertNull(tls.fault());
        replace("server.key", renewed.key());
        assertTrue(tls.look());
        assertFalse(tls.look());
        replace("server.crt", old.certificate());
        tls.look();
        tls.look();
        assertEquals(
                "tls.key must be the EC key of tls.certificate, was the one in " + live.resolve("server.key"),
                tls.fault());
    }

    @Test
    void a_file_that_is_gone_leaves_what_it_said_in_use() throws Exception {
        ListenerTls tls = ListenerTls.load(settings).orElseThrow();
        Files.delete(live.resolve("server.key"));
        tls.look();
        assertFalse(tls.look());
        assertTrue(String.valueOf(tls.fault()).contains("server.key, which cannot be read"), tls.fault());
    }
}
