package io.sluice.launcher.command.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class BrokerOptionsTest {
    @TempDir
    Path folder;

    @Command
    private static final class AnyCommand {
        @Mixin
        private BrokerOptions broker = new BrokerOptions();
    }

    @Test
    void the_password_is_the_files_first_line() throws IOException {
        BrokerOptions options = options(passwords("rw-r-----", "correct horse\nbattery\n"));

        assertEquals("correct horse", options.access().password());
        assertEquals("{site}/{device}", options.access().user());
    }

    @Test
    void a_password_that_others_may_read_is_none() throws IOException {
        Path file = passwords("rw-r--r--", "correct horse\n");

        assertEquals(
                "--password-file must not be readable by others (chmod o-r " + file + "), was rw-r--r--", fault(file));
    }

    @Test
    void an_empty_password_is_none() throws IOException {
        Path file = passwords("rw-------", "\ncorrect horse\n");

        assertEquals(
                "--password-file must be a file whose first line is a password, was " + file
                        + ", whose first line is empty",
                fault(file));
    }

    private Path passwords(String permissions, String text) throws IOException {
        Path file = Files.writeString(folder.resolve("password"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private static BrokerOptions options(Path passwordFile) {
        return CommandLine.populateCommand(
                        new AnyCommand(), "--user", "{site}/{device}", "--password-file", passwordFile.toString())
                .broker;
    }

    private static String fault(Path passwordFile) {
        BrokerOptions options = options(passwordFile);
        return String.valueOf(
                assertThrows(ParameterException.class, options::access).getMessage());
    }
}
