package io.sluice.gateway.mqtt;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.gateway.access.LimitSettings;
import io.sluice.gateway.mqtt.listen.MqttSettings;
import io.sluice.model.message.DeviceMessage;
import io.sluice.simulator.Fleet;
import io.sluice.simulator.FleetOptions;
import io.sluice.simulator.certificate.FleetAuthority;
import io.sluice.simulator.mqtt.BrokerAccess;
import io.sluice.simulator.mqtt.BrokerAddress;
import io.sluice.simulator.mqtt.BrokerTrust;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A simulated fleet, through either client, against a gateway that wants client certificates. */
class CertifiedFleetTest {
    private static final int DEVICES = 4;
    private static final String SCENARIO = """
            scenario: certified
            sites: [{name: plant-1, types: {pump: 1, thing: 1, valve: 2}}]
            types:
              pump: {every: 20ms, metrics: {level: 1}}
              thing: {every: 20ms, format: thingsboard, metrics: {level: 1}}
              valve: {every: 20ms, format: sparkplug, prefix: "rtu:valve", devices-per-node: 2, metrics: {level: 1}}
            """;

    @TempDir
    static Path folder;

    private static TestCertificate server;
    private static TestCertificate elliptic;
    private static TestCertificate rsa;
    private static TestCertificate unknown;
    private static FrontFixture front;
    private static String scenario;

    @BeforeAll
    static void start() throws Exception {
        server = TestCertificate.make(folder, "server", "EC");
        elliptic = TestCertificate.authority(folder, "EC", "EC");
        rsa = TestCertificate.authority(folder, "RSA", "RSA");
        unknown = TestCertificate.authority(folder, "unknown", "EC");
        Path authorities = Files.writeString(
                folder.resolve("authorities.pem"),
                Files.readString(elliptic.certificate()) + Files.readString(rsa.certificate()));
        front = new FrontFixture(
                new FakeDurableLog().committing(),
                FrontFixture.settings()
                        .with(MqttSettings.TLS_CERTIFICATE, server.certificate())
                        .with(MqttSettings.TLS_KEY, server.key())
                        .with(MqttSettings.TLS_CLIENT_CA, authorities)
                        .with(LimitSettings.CONNECTS, 10_000)
                        .with(LimitSettings.CONNECTS_PER_ADDRESS, 10_000));
        front.start();
        scenario = Files.writeString(folder.resolve("certified.yaml"), SCENARIO).toString();
    }

    @AfterAll
    static void stop() {
        front.close();
    }

    private static Fleet fleet(@Nullable TestCertificate authority, int throughPaho) {
        BrokerAddress address = new BrokerAddress("localhost", front.tlsPort().orElseThrow(), true);
        BrokerTrust trust = BrokerTrust.ofAuthorities(server.certificate());
        return new Fleet(FleetOptions.of(scenario, DEVICES, address, 1)
                .withAccess(new BrokerAccess(trust, authority == null ? "{site}/{device}" : null, null))
                .withAuthority(
                        authority == null
                                ? null
                                : FleetAuthority.of(authority.certificate(), authority.key(), Instant.now()))
                .withReferenceDevices(throughPaho)
                .withDrainTimeout(Duration.ofSeconds(5)));
    }

    @ParameterizedTest(name = "of an authority with an {0} key, {1} through Paho")
    @CsvSource({"EC, 0", "EC, 2", "RSA, 0"})
    void each_device_and_node_gets_in_by_a_certificate_of_its_own(String kind, int throughPaho) {
        int before = front.log.messages().size();
        try (Fleet fleet = fleet(kind.equals("RSA") ? rsa : elliptic, throughPaho)) {
            fleet.start();
            await().untilAsserted(() -> assertEquals(
                    new TreeSet<>(Set.of(
                            "plant-1/pump-001",
                            "plant-1/thing-002",
                            "plant-1/rtu-003",
                            "plant-1/rtu-003:valve-001",
                            "plant-1/rtu-003:valve-002")),
                    heard(before)));
            assertEquals(0, fleet.stop().refused(), () -> fleet.failures().publishes() + "");
            assertEquals(Map.of(), fleet.failures().connects());
        }
    }

    private static Set<String> heard(int before) {
        return front.log.messages().stream()
                .skip(before)
                .map(DeviceMessage::device)
                .map(Object::toString)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest(name = "{0} of 4 through Paho")
    @ValueSource(ints = {0, 2})
    void a_fleet_of_an_authority_that_the_gateway_does_not_know_is_told_that_it_is_tls(int throughPaho) {
        assertKeptOut(unknown, throughPaho);
    }

    @ParameterizedTest(name = "{0} of 4 through Paho")
    @ValueSource(ints = {0, 2})
    void a_fleet_that_shows_none_is_told_that_it_is_tls(int throughPaho) {
        assertKeptOut(null, throughPaho);
    }

    private static void assertKeptOut(@Nullable TestCertificate authority, int throughPaho) {
        int before = front.log.messages().size();
        try (Fleet fleet = fleet(authority, throughPaho)) {
            fleet.start();
            await().untilAsserted(() -> assertEquals(
                    Set.of("tls-failed"), fleet.failures().connects().keySet()));
            assertEquals(0, fleet.connected());
        }
        assertEquals(Set.of(), heard(before));
    }
}
