package io.sluice.kit.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    private static final Setting<Integer> PORT = Setting.integer("mqtt.port")
            .between(0, 65535)
            .defaultsTo(1883)
            .meaning("listener")
            .build();
    private static final Setting<Duration> LINGER = Setting.duration("batch.linger")
            .between(Duration.ofMillis(1), Duration.ofSeconds(10))
            .defaultsTo(Duration.ofMillis(50))
            .meaning("longest wait for a batch")
            .build();
    private static final Setting<String> BOOTSTRAP =
            Setting.text("kafka.bootstrap").optional().meaning("cluster").build();
    private static final Setting<String> PASSWORD = Setting.text("kafka.pass-word")
            .matching("[a-z]+")
            .optional()
            .secret()
            .meaning("secret")
            .build();
    private static final Setting<Path> KEY =
            Setting.file("tls.key").optional().meaning("a file").build();
    private static final List<Setting<?>> ALL = List.of(PORT, LINGER, BOOTSTRAP, PASSWORD, KEY);

    @TempDir
    Path folder;

    @Test
    void aSettingThatNobodyGaveHasItsDefault() throws Exception {
        Settings settings = Settings.load(ALL, ALL, List.of(), Map.of(), Map.of(), null);

        assertEquals(1883, settings.get(PORT));
        assertFalse(settings.isGiven(PORT));
        assertEquals(Optional.empty(), settings.find(BOOTSTRAP));
    }

    @Test
    void theEnvironmentWinsOverThePropertyAndThePropertyOverTheFile() throws Exception {
        Path file = file("mqtt.port=1\nbatch.linger=1s\nkafka.bootstrap=file:9092\n");

        Settings settings = Settings.load(
                ALL,
                ALL,
                List.of(),
                Map.of("SLUICE_MQTT_PORT", "3", "PATH", "/bin"),
                Map.of("sluice.mqtt.port", "2", "sluice.batch.linger", "2s", "user.dir", "/"),
                file);

        assertEquals(3, settings.get(PORT));
        assertEquals(Duration.ofSeconds(2), settings.get(LINGER));
        assertEquals("file:9092", settings.get(BOOTSTRAP));
    }

    @Test
    void aFileThatIsNotThereIsAFaultBesideTheOthers() {
        SettingsException thrown = assertThrows(
                SettingsException.class,
                () -> Settings.load(
                        ALL,
                        ALL,
                        List.of(),
                        Map.of("SLUICE_MQTT_PORT", "70000"),
                        Map.of("sluice.tls.key", "no-such.pem"),
                        null));

        assertEquals(
                List.of(
                        "mqtt.port must be an integer from 0 to 65535, was 70000 (environment SLUICE_MQTT_PORT)",
                        "tls.key must be a file that can be read, was no-such.pem (property sluice.tls.key)"),
                thrown.faults());
    }

    @Test
    void aFolderIsNoFile() {
        Map<String, String> properties = Map.of("sluice.tls.key", folder.toString());

        assertThrows(SettingsException.class, () -> Settings.load(ALL, ALL, List.of(), Map.of(), properties, null));
    }

    @Test
    void aFileThatSomeoneElseUsesNeedNotBeHere() throws Exception {
        Settings settings =
                Settings.load(ALL, List.of(PORT), List.of(), Map.of(), Map.of("sluice.tls.key", "no-such.pem"), null);

        assertEquals(Path.of("no-such.pem"), settings.get(KEY));
    }

    @Test
    void dotsAndDashesBecomeUnderscoresInTheEnvironment() throws Exception {
        Settings settings = Settings.load(ALL, ALL, List.of(), Map.of("SLUICE_KAFKA_PASS_WORD", "abc"), Map.of(), null);

        assertEquals("abc", settings.get(PASSWORD));
    }

    @Test
    void allFaultsAreReportedTogetherEachWithThingRuleAndValue() throws Exception {
        Path file = file("batch.linger=11s\n");

        SettingsException thrown = assertThrows(
                SettingsException.class,
                () -> Settings.load(
                        ALL,
                        ALL,
                        List.of(),
                        Map.of("SLUICE_MQTT_PORT", "70000", "SLUICE_MQTT_PROT", "1"),
                        Map.of("sluice.nothing", "x"),
                        file));

        assertEquals(
                List.of(
                        "settings must be known ones (./sluice settings lists them), was sluice.nothing",
                        "settings must be known ones (./sluice settings lists them), was SLUICE_MQTT_PROT",
                        "batch.linger must be a duration such as 250ms, 10s, 15m or 7d from 1ms to 10s, was 11s"
                                + " (sluice.properties batch.linger)",
                        "mqtt.port must be an integer from 0 to 65535, was 70000 (environment SLUICE_MQTT_PORT)"),
                thrown.faults());
        assertEquals(String.join("; ", thrown.faults()), thrown.getMessage());
    }

    @Test
    void whatSettingsMustKeepToTogetherIsReportedBesideTheOthers() {
        SettingsCheck needsBootstrap = settings -> SettingsException.throwIfAny(
                settings.find(BOOTSTRAP).isPresent() ? List.of() : List.of("kafka.bootstrap must be set, was not"));
        SettingsCheck asksForThePort = settings -> SettingsException.throwIfAny(
                settings.get(PORT) < 1024 ? List.of("mqtt.port must be above 1023") : List.of());

        SettingsException thrown = assertThrows(
                SettingsException.class,
                () -> Settings.load(
                        ALL,
                        ALL,
                        List.of(asksForThePort, needsBootstrap, needsBootstrap),
                        Map.of("SLUICE_MQTT_PORT", "x"),
                        Map.of(),
                        null));

        assertEquals(
                List.of(
                        "mqtt.port must be an integer from 0 to 65535, was x (environment SLUICE_MQTT_PORT)",
                        "kafka.bootstrap must be set, was not"),
                thrown.faults());
    }

    @Test
    void anUnknownKeyInTheFileIsAFault() throws Exception {
        Path file = file("mqtt.prot=1\n");

        SettingsException thrown = assertThrows(
                SettingsException.class, () -> Settings.load(ALL, ALL, List.of(), Map.of(), Map.of(), file));

        assertEquals(
                List.of("settings must be known ones (./sluice settings lists them), was mqtt.prot"), thrown.faults());
    }

    @Test
    void aSecretsValueIsNotShown() {
        SettingsException thrown = assertThrows(
                SettingsException.class,
                () -> Settings.load(ALL, ALL, List.of(), Map.of("SLUICE_KAFKA_PASS_WORD", "HUNTER2"), Map.of(), null));

        assertFalse(String.valueOf(thrown.getMessage()).contains("HUNTER2"), thrown.getMessage());
    }

    @Test
    void anEmptyValueAndControlCharactersAreShownSafely() {
        SettingsException thrown = assertThrows(
                SettingsException.class,
                () -> Settings.load(
                        ALL,
                        ALL,
                        List.of(),
                        Map.of("SLUICE_MQTT_PORT", "", "SLUICE_BATCH_LINGER", "1\n2"),
                        Map.of(),
                        null));

        assertTrue(String.valueOf(thrown.getMessage()).contains("65535, was empty"), thrown.getMessage());
        assertTrue(String.valueOf(thrown.getMessage()).contains("was 1?2"), thrown.getMessage());
    }

    @Test
    void anOptionalSettingWithoutAValueCannotBeRead() {
        IllegalStateException thrown = assertThrows(
                IllegalStateException.class, () -> Settings.defaults(ALL).get(BOOTSTRAP));

        assertEquals("kafka.bootstrap must be set, was not", thrown.getMessage());
    }

    @Test
    void withReplacesAValueAndWithDefaultOnlyWhereNobodyChose() {
        Settings settings = Settings.defaults(ALL).with(PORT, 0);

        assertEquals(0, settings.withDefault(PORT, 7).get(PORT));
        assertEquals(7, Settings.defaults(ALL).withDefault(PORT, 7).get(PORT));
    }

    @Test
    void withRefusesAValueOutOfBounds() {
        IllegalArgumentException thrown = assertThrows(
                IllegalArgumentException.class, () -> Settings.defaults(ALL).with(PORT, -1));

        assertEquals("mqtt.port must be an integer from 0 to 65535, was -1", thrown.getMessage());
    }

    @Test
    void aKeyIsDeclaredOnce() {
        Setting<Integer> twin = Setting.integer("mqtt-port")
                .defaultsTo(1)
                .meaning("the same variable")
                .build();

        assertThrows(IllegalArgumentException.class, () -> Settings.defaults(List.of(PORT, twin)));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("sluice.properties"), text);
    }
}
