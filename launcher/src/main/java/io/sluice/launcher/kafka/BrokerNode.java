package io.sluice.launcher.kafka;

import io.sluice.kit.lifecycle.EnvironmentException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A broker that is also a controller, on loopback: its number, where its data lies and where it answers. Kafka is told
 * its ports before it binds them.
 */
public record BrokerNode(int id, Path folder, int port, int controllerPort) {
    /**
     * @param port 0 picks a free one
     * @throws EnvironmentException where the port is taken
     */
    public static BrokerNode of(int id, Path folder, int port) throws EnvironmentException {
        return new BrokerNode(
                id,
                folder.toAbsolutePath().normalize(),
                FreePorts.pick("kafka.port", port),
                FreePorts.pick("the controller's port", 0));
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Kafka's server properties for this node among all. */
    public Map<String, String> config(List<BrokerNode> all) {
        return BrokerConfig.of(this, all);
    }

    /** Gives an empty folder its cluster id; a folder that has one is left as it is. */
    public void format(String clusterId) throws Exception {
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(folder);
        try (PrintStream quiet = new PrintStream(PrintStream.nullOutputStream())) {
            new Formatter()
                    .setPrintStream(quiet)
                    .setNodeId(id)
                    .setClusterId(clusterId)
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
