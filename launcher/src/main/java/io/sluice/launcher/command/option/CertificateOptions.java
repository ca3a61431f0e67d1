package io.sluice.launcher.command.option;

import io.sluice.simulator.certificate.FleetAuthority;
import io.sluice.simulator.mqtt.BrokerAddress;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** By whose certificates the devices of a fleet show who they are. */
public final class CertificateOptions {
    @Option(
            names = "--client-ca",
            paramLabel = "FILE",
            description = "PEM file with the certificate of an authority, by which each device has a client certificate"
                    + " of its own (common name and URI: its site/device), made at the start, all with one EC key")
    private @Nullable Path authority;

    @Option(
            names = "--client-ca-key",
            paramLabel = "FILE",
            description = "PEM file with that authority's private key (EC or RSA, not encrypted)")
    private @Nullable Path key;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /**
     * Null where none is asked for.
     *
     * @throws ParameterException where options do not go together or a file cannot be used
     */
    public @Nullable FleetAuthority authority(BrokerAddress broker) {
        if (authority == null && key == null) {
            return null;
        }
        if (authority == null) {
            throw fault("--client-ca-key must not be given without --client-ca, was " + key);
        }
        if (key == null) {
            throw fault("--client-ca must not be given without --client-ca-key, was " + authority);
        }
        if (!broker.isTls()) {
            throw fault("--client-ca must not be given without mqtts:// in --broker, was " + authority);
        }
        try {
            return FleetAuthority.of(authority, key, Instant.now());
        } catch (IllegalArgumentException e) {
            throw fault("--" + e.getMessage());
        }
    }

    private ParameterException fault(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
