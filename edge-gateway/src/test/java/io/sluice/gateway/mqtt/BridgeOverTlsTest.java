package io.sluice.gateway.mqtt;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.gateway.bridge.Bridge;
import io.sluice.gateway.bridge.BridgeSettings;
import io.sluice.gateway.mqtt.listen.MqttSettings;
import io.sluice.gateway.spool.MemoryFiles;
import io.sluice.kit.health.HealthRegistry;
import io.sluice.kit.settings.Setting;
import io.sluice.kit.settings.Settings;
import io.sluice.model.payload.PayloadDecoder;
import io.sluice.model.payload.draft.IdentityStamper.Identity;
import io.sluice.model.payload.draft.PayloadLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bridge to a broker whose certificate is of an authority of its own. */
final class BridgeOverTlsTest {
    @TempDir
    static Path folder;

    private static TestCertificate server;
    private static TestCertificate other;

    private final HealthRegistry health = new HealthRegistry();
    private final FakeDurableLog log = new FakeDurableLog().committing();

    @BeforeAll
    static void makeCertificates() throws Exception {
        server = TestCertificate.make(folder, "server", "EC");
        other = TestCertificate.make(folder, "other", "EC");
    }

    @AfterAll
    static void stop() {
        SharingBroker.stop();
    }

    private static Settings settings(String host, int port, @Nullable Path authorities) {
        List<Setting<?>> declared = new ArrayList<>(MqttSettings.all());
        declared.addAll(BridgeSettings.all());
        Settings settings = Settings.defaults(declared).with(BridgeSettings.URL, "mqtts://" + host + ":" + port);
        return authorities == null ? settings : settings.with(BridgeSettings.CA, authorities);
    }

    private Bridge bridge(Settings settings) {
        PayloadDecoder decoder = new PayloadDecoder(PayloadLimits.defaults(), device -> new Identity("none", 1));
        return new Bridge(settings, log, "1", new MemoryFiles(), decoder, new SimpleMeterRegistry(), health);
    }

    @Test
    void takesMessagesFromABrokerThatAnAuthorityOfTheFileVouchesFor() throws Exception {
        try (SharingBroker broker = new SharingBroker("127.0.0.1", server);
                Bridge bridge = bridge(settings("127.0.0.1", broker.port(), server.certificate()))) {
            bridge.start();
            await().untilAsserted(() -> assertEquals(List.of(1), broker.acknowledged()));
        }
        assertEquals(1, log.messages().size());
        assertTrue(health.ready().lines().stream().allMatch(line -> line.state().isUp()));
    }

    @Test
    void refusesABrokerOfAnotherAuthority() throws Exception {
        Path authorities = other.certificate();
        assertRefused("127.0.0.1", authorities, "bridge.ca names in " + authorities + ", was not: PKIX path");
    }

    @Test
    void refusesABrokerThatTheJvmDoesNotTrust() throws Exception {
        assertRefused("127.0.0.1", null, "the JVM trusts (bridge.ca names others), was not: PKIX path");
    }

    @Test
    void refusesABrokerWhoseCertificateIsForAnotherHost() throws Exception {
        assertRefused(
                "127.0.0.2", server.certificate(), "No subject alternative names matching IP address 127.0.0.2 found");
    }

    private void assertRefused(String host, @Nullable Path authorities, String why) throws Exception {
        try (SharingBroker broker = new SharingBroker(host, server);
                Bridge bridge = bridge(settings(host, broker.port(), authorities))) {
            bridge.start();
            await().untilAsserted(() -> {
                String ready = health.ready().toJson();
                assertTrue(ready.contains("the broker's certificate must be for its host and of an authority"), ready);
                assertTrue(ready.contains(why), ready);
            });
        }
        assertEquals(0, log.messages().size());
    }

    @Test
    void namesTheFileThatCannotBeUsed() throws Exception {
        Path text = Files.writeString(folder.resolve("text"), "no certificate");

        assertEquals(
                List.of("bridge.ca must be a PEM file of X.509 certificates, was " + text
                        + ", which is something else"),
                BridgeSettings.faultsIn(settings("localhost", 8883, text)));
        assertEquals(
                List.of("bridge.ca must not be set without mqtts:// in bridge.url, was " + text),
                BridgeSettings.faultsIn(
                        settings("localhost", 8883, text).with(BridgeSettings.URL, "mqtt://localhost:1")));
        assertEquals(List.of(), BridgeSettings.faultsIn(settings("localhost", 8883, server.certificate())));
    }
}
