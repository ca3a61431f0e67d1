package io.sluice.bench.process;

import io.sluice.bench.mqtt.Login;
import io.sluice.bench.server.GatewayAlone;
import io.sluice.gateway.access.DevicePattern;
import io.sluice.gateway.access.PasswordFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The gateway's front and spool without Kafka: {@link GatewayAlone} in a JVM of its own. */
public final class AloneServer implements MqttServer {
    private static final Pattern READY = Pattern.compile("ready tcp=(\\d+) tls=(\\d+)");

    private final GatewayAlone.Extent extent;
    private final ChildProcess process;
    private final int port;
    private final int tlsPort;

    private AloneServer(GatewayAlone.Extent extent, ChildProcess process, int port, int tlsPort) {
        this.extent = extent;
        this.process = process;
        this.port = port;
        this.tlsPort = tlsPort;
    }

    public static AloneServer start(GatewayAlone.Extent extent, Path folder, Certificate certificate)
            throws IOException {
        return start(extent, folder, certificate, "");
    }

    /** One that lets in only who knows the login, for the devices of a site of the same name. */
    public static AloneServer guarded(GatewayAlone.Extent extent, Path folder, Certificate certificate, Login login)
            throws IOException {
        Path passwords = folder.resolve("passwords");
        new PasswordFile(passwords)
                .put(
                        login.user(),
                        List.of(DevicePattern.parse(login.user() + "/*")),
                        login.password().getBytes(StandardCharsets.UTF_8));
        return start(extent, folder, certificate, passwords.toString());
    }

    private static AloneServer start(GatewayAlone.Extent extent, Path folder, Certificate certificate, String passwords)
            throws IOException {
        ChildProcess process = ChildProcess.gateway(
                Map.of(),
                folder,
                GatewayAlone.class.getName(),
                extent.name(),
                folder.resolve("spool").toString(),
                certificate.certificate().toString(),
                certificate.key().toString(),
                passwords);
        Matcher ready = READY.matcher(process.awaitLine("ready"));
        if (!ready.matches()) {
            throw new IllegalStateException("a server must say its ports, did not");
        }
        return new AloneServer(extent, process, Integer.parseInt(ready.group(1)), Integer.parseInt(ready.group(2)));
    }

    @Override
    public String name() {
        return extent.label();
    }

    @Override
    public int port(boolean encrypted) {
        return encrypted ? tlsPort : port;
    }

    @Override
    public double cpuSeconds() throws IOException {
        return ProcessFigures.cpuSeconds(process.pid());
    }

    @Override
    public long residentBytes() throws IOException {
        return ProcessFigures.residentBytes(process.pid());
    }

    @Override
    public OptionalLong usedBytes() throws IOException {
        return OptionalLong.of(Long.parseLong(process.ask("used")));
    }

    @Override
    public void close() {
        process.close();
    }
}
