package io.sluice.gateway.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.gateway.access.PasswordHash.Cost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    /** Of "password" and "somesalt": a known answer of the reference implementation. */
    private static final String REFERENCE =
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

    private static final Cost CHEAP = new Cost(64, 1, 1);

    @TempDir
    Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String line(String name, String devices, String password) {
        return name + " " + devices + " "
                + PasswordHash.of(bytes(password), CHEAP, new SecureRandom()).text() + "\n";
    }

    @Test
    void a_hash_of_the_reference_implementation_is_understood() {
        PasswordHash hash = PasswordHash.parse(REFERENCE);

        assertTrue(hash.matches(bytes("password")));
        assertFalse(hash.matches(bytes("passwore")));
        assertEquals(REFERENCE, hash.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$argon2id$v=19$m=65537,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=11,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=2,p=9$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$",
                "plain"
            })
    void a_hash_that_is_none_or_too_dear_is_refused_without_being_shown(String text) {
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, () -> PasswordHash.parse(text));

        assertFalse(String.valueOf(thrown.getMessage()).contains(text), thrown.getMessage());
    }

    @Test
    void the_right_password_says_for_whom_the_user_speaks() {
        Passwords passwords =
                Passwords.parse("# comment\n\n" + line("site-gateway", "plant-1/*,plant-2/fan-1", "secret"));

        Speaker speaker = passwords.check("site-gateway", bytes("secret")).orElseThrow();

        assertEquals("site-gateway", speaker.name());
        assertTrue(speaker.speaksFor("plant-1", "pump-7"));
        assertTrue(speaker.speaksFor("plant-2", "fan-1"));
        assertFalse(speaker.speaksFor("plant-2", "fan-2"));
        assertTrue(passwords.check("site-gateway", bytes("Secret")).isEmpty());
        assertTrue(passwords.check("site-gatewa", bytes("secret")).isEmpty());
        assertTrue(passwords.check("#", bytes("secret")).isEmpty());
        assertTrue(Passwords.parse("").check("", new byte[0]).isEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "pump|line 1: must be name, devices and hash, had 1 parts",
                "pump plant|line 1: must be name, devices and hash, had 2 parts",
                "pump plant x|line 1: a device must be site/device, was plant",
                "pump plant/a b c|line 1: must be name, devices and hash, had 4 parts",
                "pump plant/a, x|line 1: a device must be site/device, was ",
                "pump plant/a x|line 1: a hash must be $argon2id$v=19$m=…,t=…,p=…$salt$hash, was another"
            })
    void a_bad_line_is_named(String line, String message) {
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, () -> Passwords.parse(line));

        assertEquals(message.strip(), String.valueOf(thrown.getMessage()).strip());
    }

    @Test
    void a_name_stands_once() {
        String twice = line("pump", "a/b", "one") + line("pump", "a/c", "two");

        assertEquals(
                "line 2: a name must stand once, pump stood twice",
                assertThrows(IllegalArgumentException.class, () -> Passwords.parse(twice))
                        .getMessage());
    }

    @Test
    void a_change_names_who_lost_or_changed_something() {
        String same = line("same", "a/b", "one");
        String widened = line("widened", "a/b", "one");
        Passwords before = Passwords.parse(same + widened + line("other", "a/b", "one") + line("gone", "a/b", "one"));

        Passwords after = Passwords.parse(
                same + widened.replace("a/b", "a/*") + line("other", "a/b", "two") + line("new", "a/b", "one"));

        assertEquals(Set.of("widened", "other", "gone"), after.changedSince(before));
    }

    @Test
    void putting_a_user_keeps_the_others_and_the_file_to_its_owner() throws IOException {
        Path file = folder.resolve("passwords");
        PasswordFile passwords = new PasswordFile(file);

        assertFalse(passwords.put("one", List.of(DevicePattern.parse("a/b")), bytes("password-1")));
        Files.writeString(file, "# by hand\n" + Files.readString(file));
        assertFalse(passwords.put(
                "two", List.of(DevicePattern.parse("a/*"), DevicePattern.parse("b/c")), bytes("password-2")));
        assertTrue(passwords.put("one", List.of(DevicePattern.parse("a/d")), bytes("password-3")));

        List<String> lines = Files.readAllLines(file);
        assertEquals(
                List.of("# by hand", "one a/d", "two a/*,b/c"),
                lines.stream()
                        .map(line -> line.replaceAll(" \\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$.*", ""))
                        .toList());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        Passwords read = Passwords.parse(Files.readString(file));
        assertTrue(read.check("one", bytes("password-3")).isPresent());
        assertTrue(read.check("one", bytes("password-1")).isEmpty());
        assertTrue(read.check("two", bytes("password-2")).isPresent());
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(file), left.toList(), "nothing half-written stays");
        }
    }

    @Test
    void a_file_that_is_no_password_file_is_not_touched() throws IOException {
        Path file = Files.writeString(folder.resolve("notes"), "buy milk\n");

        assertThrows(
                IllegalArgumentException.class,
                () -> new PasswordFile(file).put("one", List.of(DevicePattern.parse("a/b")), bytes("password-1")));
        assertEquals("buy milk\n", Files.readString(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short"})
    void a_password_too_short_is_refused(String password) {
        IllegalArgumentException thrown = assertThrows(
                IllegalArgumentException.class,
                () -> new PasswordFile(folder.resolve("p"))
                        .put("one", List.of(DevicePattern.parse("a/b")), bytes(password)));

        assertEquals("a password must be from 8 to 8192 bytes long, was " + password.length(), thrown.getMessage());
    }
}
