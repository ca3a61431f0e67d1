package io.sluice.gateway.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.TestCertificate;
import io.sluice.gateway.mqtt.listen.ListenerTls;
import io.sluice.gateway.mqtt.listen.MqttSettings;
import io.sluice.kit.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class SecretFileTest {
    @TempDir
    Path folder;

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(SecretFile.class);

    @BeforeEach
    void listen() {
        logged.start();
        log.addAppender(logged);
    }

    @AfterEach
    void stop() {
        log.detachAppender(logged);
    }

    private Path file(String mode) throws IOException {
        Path file = Files.writeString(folder.resolve("passwords"), "# nobody\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private List<String> warnings() {
        return logged.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(event -> event.getKeyValuePairs().toString())
                .toList();
    }

    private static void load(Path passwords) throws Exception {
        Access.load(FrontFixture.settings().with(AccessSettings.PASSWORDS, passwords), Clock.systemUTC())
                .close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-rw--w-"})
    void a_password_file_open_to_others_is_warned_of_and_used(String mode) throws Exception {
        Path file = file(mode);
        load(file);

        assertEquals(List.of("[setting=\"mqtt.passwords\", file=\"" + file + "\", mode=\"" + mode + "\"]"), warnings());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--r-----", "rw-rw---x"})
    void one_that_is_kept_to_owner_and_group_is_not(String mode) throws Exception {
        load(file(mode));

        assertEquals(List.of(), warnings());
    }

    @Test
    void a_link_is_as_open_as_what_it_leads_to() throws Exception {
        load(Files.createSymbolicLink(folder.resolve("mounted"), file("r--r-----")));

        assertEquals(List.of(), warnings());
    }

    @Test
    void a_private_key_open_to_others_is_warned_of_too() throws Exception {
        TestCertificate made = TestCertificate.make(folder, "server", "EC");
        Files.setPosixFilePermissions(made.key(), PosixFilePermissions.fromString("rw-r--r--"));
        Settings settings = FrontFixture.settings()
                .with(MqttSettings.TLS_CERTIFICATE, made.certificate())
                .with(MqttSettings.TLS_KEY, made.key());
        ListenerTls.load(settings);

        assertEquals(List.of("[setting=\"tls.key\", file=\"" + made.key() + "\", mode=\"rw-r--r--\"]"), warnings());
    }
}
