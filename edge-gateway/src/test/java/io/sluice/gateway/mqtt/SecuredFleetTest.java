package io.sluice.gateway.mqtt;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.gateway.access.AccessSettings;
import io.sluice.gateway.access.DevicePattern;
import io.sluice.gateway.access.LimitSettings;
import io.sluice.gateway.access.PasswordFile;
import io.sluice.gateway.mqtt.listen.MqttSettings;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.model.message.DeviceMessage;
import io.sluice.simulator.Fleet;
import io.sluice.simulator.FleetOptions;
import io.sluice.simulator.mqtt.BrokerAccess;
import io.sluice.simulator.mqtt.BrokerAddress;
import io.sluice.simulator.mqtt.BrokerTrust;
import io.sluice.simulator.mqtt.Failures;
import io.sluice.simulator.mqtt.PublishCounts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A simulated fleet, through either client, against a gateway that wants TLS and passwords. */
class SecuredFleetTest {
    private static final int DEVICES = 2;
    private static final String SECRET = "correct horse of ";
    private static final String SCENARIO = """
            scenario: secured
            sites: [{name: plant-1, types: {pump: 1}}]
            types: {pump: {every: 20ms, metrics: {level: 1}}}
            """;

    @TempDir
    static Path folder;

    private static TestCertificate server;
    private static FrontFixture front;
    private static String scenario;

    private final Logger logger = (Logger) LoggerFactory.getLogger(Failures.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeAll
    static void start() throws Exception {
        server = TestCertificate.make(folder, "server", "EC");
        PasswordFile passwords = new PasswordFile(passwords());
        put(passwords, "plant-1/pump-001", "plant-1/pump-001");
        put(passwords, "plant-1/pump-002", "plant-1/pump-002");
        put(passwords, "stranger", "plant-2/*");
        front = started("127.0.0.1");
        scenario = Files.writeString(folder.resolve("secured.yaml"), SCENARIO).toString();
    }

    private static Path passwords() {
        return folder.resolve("passwords");
    }

    private static void put(PasswordFile passwords, String name, String devices) throws Exception {
        passwords.put(name, List.of(DevicePattern.parse(devices)), (SECRET + name).getBytes(StandardCharsets.UTF_8));
    }

    private static FrontFixture started(String address) throws Exception {
        FrontFixture started = new FrontFixture(
                new FakeDurableLog().committing(),
                FrontFixture.settings()
                        .with(CommonSettings.BIND_ADDRESS, address)
                        .with(AccessSettings.PASSWORDS, passwords())
                        .with(MqttSettings.TLS_CERTIFICATE, server.certificate())
                        .with(MqttSettings.TLS_KEY, server.key())
                        .with(LimitSettings.CONNECTS, 10_000)
                        .with(LimitSettings.CONNECTS_PER_ADDRESS, 10_000));
        started.start();
        return started;
    }

    @AfterAll
    static void stop() {
        front.close();
    }

    @BeforeEach
    void listen() {
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(logged);
    }

    private static BrokerAccess access(BrokerTrust trust, String user, String password) {
        return new BrokerAccess(trust, user, password);
    }

    private static BrokerTrust trusted() {
        return BrokerTrust.ofAuthorities(server.certificate());
    }

    private static Fleet fleet(FrontFixture of, String host, BrokerAccess access, int throughPaho) {
        return fleet(scenario, of, host, access, throughPaho);
    }

    private static Fleet fleet(String scenario, FrontFixture of, String host, BrokerAccess access, int throughPaho) {
        BrokerAddress address = new BrokerAddress(host, of.tlsPort().orElseThrow(), true);
        return new Fleet(FleetOptions.of(scenario, DEVICES, address, 1)
                .withAccess(access)
                .withReferenceDevices(throughPaho)
                .withDrainTimeout(Duration.ofMillis(1)));
    }

    @ParameterizedTest(name = "{0} of 2 through Paho")
    @ValueSource(ints = {0, DEVICES})
    void each_device_gets_in_as_itself(int throughPaho) {
        long before = front.log.messages().size();
        BrokerAccess access = access(trusted(), "{site}/{device}", SECRET + "{site}/{device}");
        try (Fleet fleet = fleet(front, "localhost", access, throughPaho)) {
            fleet.start();
            awaitAllHeard(before);
            assertEquals(0, fleet.stop().refused());
            assertEquals(Map.of(), fleet.failures().connects());
        }
        Set<String> devices = front.log.messages().stream()
                .skip(before)
                .map(message -> message.device().toString())
                .collect(Collectors.toSet());
        assertEquals(Set.of("plant-1/pump-001", "plant-1/pump-002"), devices);
    }

    @ParameterizedTest(name = "{0} of 2 through Paho")
    @ValueSource(ints = {0, DEVICES})
    void a_wrong_password_is_told_and_counted(int throughPaho) {
        BrokerAccess access = access(trusted(), "{site}/{device}", "wrong");

        assertKeptOut(front, "localhost", access, throughPaho, "bad-username-or-password", "");
    }

    @ParameterizedTest(name = "{0} of 2 through Paho")
    @ValueSource(ints = {0, DEVICES})
    void a_broker_of_an_unknown_authority_is_not_trusted(int throughPaho) {
        BrokerAccess access = access(BrokerTrust.JVM, "{site}/{device}", SECRET + "{site}/{device}");

        String said = "of an authority that the JVM trusts (--ca names others), was not: PKIX path building failed";
        assertKeptOut(front, "localhost", access, throughPaho, "certificate-not-trusted", said);
    }

    @ParameterizedTest(name = "{0} of 2 through Paho")
    @ValueSource(ints = {0, DEVICES})
    void a_broker_at_another_host_than_its_certificate_says_is_not_trusted(int throughPaho) throws Exception {
        BrokerAccess access = access(trusted(), "{site}/{device}", SECRET + "{site}/{device}");
        try (FrontFixture elsewhere = started("127.0.0.2")) {
            String said = "No subject alternative names matching IP address 127.0.0.2 found";
            assertKeptOut(elsewhere, "127.0.0.2", access, throughPaho, "certificate-not-trusted", said);
        }
    }

    @ParameterizedTest(name = "{0} of 2 through Paho")
    @ValueSource(ints = {0, DEVICES})
    void who_publishes_on_thingsboards_topic_is_known_by_its_user(int throughPaho) throws Exception {
        Path things = Files.writeString(
                folder.resolve("things.yaml"), SCENARIO.replace("every:", "format: thingsboard, every:"));
        int before = front.log.messages().size();
        BrokerAccess access = access(trusted(), "{site}/{device}", SECRET + "{site}/{device}");
        try (Fleet fleet = fleet(things.toString(), front, "localhost", access, throughPaho)) {
            fleet.start();
            awaitAllHeard(before);
            assertEquals(0, fleet.stop().refused());
        }
        List<DeviceMessage> messages = front.log.messages();
        assertEquals(
                Set.of("plant-1/pump-001 stamped [level]", "plant-1/pump-002 stamped [level]"),
                messages.subList(before, messages.size()).stream()
                        .map(message -> message.device() + " " + message.epoch() + " [" + message.metric(0) + "]")
                        .collect(Collectors.toSet()));
    }

    private void awaitAllHeard(long before) {
        await().untilAsserted(() -> assertEquals(
                DEVICES,
                front.log.messages().stream()
                        .skip(before)
                        .map(DeviceMessage::device)
                        .distinct()
                        .count()));
    }

    private void assertKeptOut(
            FrontFixture by, String host, BrokerAccess access, int throughPaho, String reason, String said) {
        long before = by.log.messages().size();
        try (Fleet fleet = fleet(by, host, access, throughPaho)) {
            fleet.start();
            await().untilAsserted(() -> {
                assertEquals(Set.of(reason), fleet.failures().connects().keySet());
                assertTrue(fleet.failures().connects().getOrDefault(reason, 0L) >= DEVICES);
            });
            assertEquals(0, fleet.connected());
            fleet.stop();
        }
        assertEquals(before, by.log.messages().size());
        assertEquals(1, logged.list.size(), "told once, not for each device");
        String line = logged.list.get(0).getKeyValuePairs().toString();
        assertTrue(line.contains("reason=\"" + reason + "\"") && line.contains(said), line);
    }

    @ParameterizedTest(name = "{0} of 2 through Paho")
    @ValueSource(ints = {0, DEVICES})
    void who_is_let_in_and_may_not_speak_for_the_device_is_refused_each_publish(int throughPaho) {
        try (Fleet fleet = fleet(front, "localhost", access(trusted(), "stranger", SECRET + "stranger"), throughPaho)) {
            fleet.start();
            await().untilAsserted(() -> assertTrue(fleet.counts().refused() > 10));
            PublishCounts counts = fleet.stop();
            assertEquals(0, counts.acked());
            assertEquals(
                    Map.of("not-authorized", counts.refused()), fleet.failures().publishes());
        }
    }
}
