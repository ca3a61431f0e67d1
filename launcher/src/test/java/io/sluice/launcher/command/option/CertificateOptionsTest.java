package io.sluice.launcher.command.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.simulator.mqtt.BrokerAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class CertificateOptionsTest {
    @Command
    private static final class AnyCommand {
        @Mixin
        private CertificateOptions certificates = new CertificateOptions();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mqtts|--client-ca=a|--client-ca must not be given without --client-ca-key, was a",
                "mqtts|--client-ca-key=b|--client-ca-key must not be given without --client-ca, was b",
                "mqtt|--client-ca=a --client-ca-key=b|--client-ca must not be given without mqtts:// in --broker, was a",
                "mqtts|--client-ca=a --client-ca-key=b|--client-ca must be a PEM file with an authority's certificate,"
                        + " was a, which cannot be read: java.nio.file.NoSuchFileException: a"
            })
    void what_does_not_go_together_is_named(String scheme, String options, String fault) {
        CertificateOptions certificates =
                CommandLine.populateCommand(new AnyCommand(), options.split(" ")).certificates;
        BrokerAddress broker = BrokerAddress.parse(scheme + "://localhost");

        assertEquals(
                fault,
                assertThrows(ParameterException.class, () -> certificates.authority(broker))
                        .getMessage());
    }

    @Test
    void nobody_has_to_show_one() {
        assertNull(new CertificateOptions().authority(BrokerAddress.LOCAL));
    }
}
