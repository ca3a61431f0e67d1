package io.sluice.launcher.command.option;

import io.sluice.simulator.mqtt.BrokerAccess;
import io.sluice.simulator.mqtt.BrokerAddress;
import io.sluice.simulator.mqtt.BrokerTrust;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the broker is, whom to trust there, and who to be. */
public final class BrokerOptions {
    @Option(
            names = "--broker",
            paramLabel = "URL",
            converter = BrokerConverter.class,
            description = "mqtt://host:port, or mqtts://host:port for TLS; default: ${DEFAULT-VALUE}")
    private BrokerAddress broker = BrokerAddress.LOCAL;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "PEM file of authorities, one of which must vouch for the broker's certificate; default: the"
                    + " JVM's")
    private @Nullable Path authorities;

    @Option(names = "--user", paramLabel = "NAME", description = "the MQTT user name")
    private @Nullable String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "its first line is the password; readable by nobody else")
    private @Nullable Path passwordFile;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    public BrokerAddress broker() {
        return broker;
    }

    /** @throws ParameterException where options do not go together or a file cannot be used */
    public BrokerAccess access() {
        if (authorities != null && !broker.isTls()) {
            throw fault("--ca must not be given without mqtts:// in --broker, was " + authorities);
        }
        if (passwordFile != null && user == null) {
            throw fault("--password-file must not be given without --user, was " + passwordFile);
        }
        try {
            BrokerTrust trust = authorities == null ? BrokerTrust.JVM : BrokerTrust.ofAuthorities(authorities);
            return new BrokerAccess(trust, user, passwordFile == null ? null : password(passwordFile));
        } catch (IllegalArgumentException e) {
            throw fault("--" + e.getMessage());
        }
    }

    private String password(Path file) {
        String rule = "--password-file must be a file whose first line is a password, was " + file;
        try {
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
                if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
                    throw fault("--password-file must not be readable by others (chmod o-r " + file + "), was "
                            + PosixFilePermissions.toString(permissions));
                }
            }
            String line = Files.readString(file).lines().findFirst().orElse("");
            if (line.isEmpty()) {
                throw fault(rule + ", whose first line is empty");
            }
            return line;
        } catch (IOException e) {
            throw fault(rule + ", which cannot be read: " + e);
        }
    }

    private ParameterException fault(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
