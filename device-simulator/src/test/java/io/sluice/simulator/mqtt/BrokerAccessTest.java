package io.sluice.simulator.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.model.identity.DeviceId;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerAccessTest {
    private static final DeviceId PUMP = DeviceId.of("plant-1", "pump-7");

    @Test
    void placeholders_stand_for_the_device_that_connects() {
        BrokerAccess access = new BrokerAccess(BrokerTrust.JVM, "{site}/{device}", "of-{device}-at-{site}");

        assertEquals(new BrokerAccess(BrokerTrust.JVM, "plant-1/pump-7", "of-pump-7-at-plant-1"), access.of(PUMP));
        assertTrue(access.isPerDevice());
        assertFalse(new BrokerAccess(BrokerTrust.JVM, "{site}", "of-{device}").isPerDevice());
        assertEquals(BrokerAccess.OPEN, BrokerAccess.OPEN.of(PUMP));
    }

    @Test
    void a_password_is_not_shown() {
        String text = new BrokerAccess(BrokerTrust.JVM, "pump", "secret").toString();

        assertTrue(text.contains("pump"), text);
        assertFalse(text.contains("secret"), text);
    }

    @Test
    void a_file_without_authorities_is_named(@TempDir Path folder) throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        assertEquals(rule(empty) + "has none", complaint(empty));
        Path text = Files.writeString(folder.resolve("text.pem"), "no certificate");
        assertEquals(rule(text) + "is something else", complaint(text));
        Path missing = folder.resolve("missing.pem");
        assertEquals(
                rule(missing) + "cannot be read: java.nio.file.NoSuchFileException: " + missing, complaint(missing));
    }

    private static String rule(Path file) {
        return "ca must be a PEM file of X.509 certificates, was " + file + ", which ";
    }

    private static String complaint(Path file) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> BrokerTrust.ofAuthorities(file));
        return String.valueOf(e.getMessage());
    }
}
