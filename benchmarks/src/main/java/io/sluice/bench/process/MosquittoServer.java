package io.sluice.bench.process;

import io.sluice.kit.lifecycle.EnvironmentException;
import io.sluice.launcher.kafka.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Debian's Mosquitto, without persistence: it acknowledges what it has in memory. */
public final class MosquittoServer implements MqttServer {
    private static final List<String> FOLDERS = List.of("/usr/local/sbin", "/usr/sbin", "/usr/local/bin", "/usr/bin");
    private static final int START_TRIES = 100;

    private final ChildProcess process;
    private final int port;
    private final int tlsPort;

    private MosquittoServer(ChildProcess process, int port, int tlsPort) {
        this.process = process;
        this.port = port;
        this.tlsPort = tlsPort;
    }

    /** @throws EnvironmentException where it is not installed */
    public static MosquittoServer start(Path folder, Certificate certificate) throws IOException {
        String program = program()
                .orElseThrow(() -> new EnvironmentException("mosquitto must be installed to be measured beside ours,"
                        + " was not found (Debian: apt-get install mosquitto)"));
        int port = FreePorts.pick("a port", 0);
        int tlsPort = FreePorts.pick("a port", 0);
        Path config = folder.resolve("mosquitto.conf");
        Files.writeString(config, """
                user %s
                allow_anonymous true
                persistence false
                log_dest none
                set_tcp_nodelay true
                listener %d 127.0.0.1
                listener %d 127.0.0.1
                certfile %s
                keyfile %s
                """.formatted(
                        System.getProperty("user.name"), port, tlsPort, certificate.certificate(), certificate.key()));
        ChildProcess process = ChildProcess.start(List.of(program, "-c", config.toString()), Map.of(), folder);
        awaitListening(process, port);
        return new MosquittoServer(process, port, tlsPort);
    }

    private static void awaitListening(ChildProcess process, int port) throws EnvironmentException {
        for (int i = 0; i < START_TRIES && process.isAlive(); i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException e) {
                pause();
            }
        }
        process.close();
        throw new EnvironmentException("mosquitto must listen within 5 s, did not");
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<String> program() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(":")), FOLDERS.stream())
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "mosquitto"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /** As it names itself; empty where it is not installed. */
    public static Optional<String> version() throws IOException {
        Optional<String> program = program();
        if (program.isEmpty()) {
            return Optional.empty();
        }
        Process process = new ProcessBuilder(program.get(), "-h")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Optional.of(said.lines().findFirst().orElse("Mosquitto").replace("mosquitto version", "Mosquitto"));
    }

    @Override
    public String name() {
        return "Mosquitto";
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
    public void close() {
        process.close();
    }
}
