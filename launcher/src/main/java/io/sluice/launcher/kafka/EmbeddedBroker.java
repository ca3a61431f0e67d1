package io.sluice.launcher.kafka;

import io.sluice.kit.lifecycle.Service;
import io.sluice.launcher.EnvironmentException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka broker that is its own controller, on loopback, in this JVM. Its data survives restarts and kill -9 of the
 * process: the broker acknowledges from the page cache, which outlives the process, though not a power cut.
 */
public final class EmbeddedBroker implements Service {
    private final Path folder;
    private final int port;
    private final int controllerPort;
    private @Nullable KafkaRaftServer server;

    private EmbeddedBroker(Path folder, int port, int controllerPort) {
        this.folder = folder;
        this.port = port;
        this.controllerPort = controllerPort;
    }

    /**
     * A broker that is not started yet, though its port is known.
     *
     * @param port 0 picks a free one
     * @throws EnvironmentException where the port is taken
     */
    public static EmbeddedBroker in(Path folder, int port) throws EnvironmentException {
        return new EmbeddedBroker(
                folder.toAbsolutePath().normalize(),
                FreePorts.pick("kafka.port", port),
                FreePorts.pick("the controller's port", 0));
    }

    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    @Override
    public String name() {
        return "broker";
    }

    @Override
    public void start() throws Exception {
        Files.createDirectories(folder);
        format();
        Map<String, String> config = BrokerConfig.of(folder, port, controllerPort);
        KafkaRaftServer starting = new KafkaRaftServer(new KafkaConfig(config, false), Time.SYSTEM);
        server = starting;
        starting.startup();
    }

    @Override
    public void close() {
        KafkaRaftServer running = server;
        server = null;
        if (running != null) {
            running.shutdown();
            running.awaitShutdown();
        }
    }

    /** Gives an empty folder its cluster id; a folder that has one is left as it is. */
    private void format() throws Exception {
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        try (PrintStream quiet = new PrintStream(PrintStream.nullOutputStream())) {
            new Formatter()
                    .setPrintStream(quiet)
                    .setNodeId(BrokerConfig.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .addDirectory(folder.toString())
                    .setMetadataLogDirectory(folder.toString())
                    .setControllerListenerName(BrokerConfig.CONTROLLER_LISTENER)
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .run();
        } catch (IOException e) {
            throw new EnvironmentException("data.dir must be writable, was " + folder + " (" + e.getMessage() + ")", e);
        }
    }
}
