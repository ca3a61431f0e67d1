package io.sluice.launcher.kafka;

import io.sluice.kit.lifecycle.EnvironmentException;
import io.sluice.kit.lifecycle.Service;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka broker that is its own controller, on loopback, in this JVM. Its data survives restarts and kill -9 of the
 * process: the broker acknowledges from the page cache, which outlives the process, though not a power cut.
 */
public final class EmbeddedBroker implements Service {
    private final BrokerNode node;
    private @Nullable KafkaRaftServer server;

    private EmbeddedBroker(BrokerNode node) {
        this.node = node;
    }

    /**
     * A broker that is not started yet, though its port is known.
     *
     * @param port 0 picks a free one
     * @throws EnvironmentException where the port is taken
     */
    public static EmbeddedBroker in(Path folder, int port) throws EnvironmentException {
        return new EmbeddedBroker(BrokerNode.of(1, folder, port));
    }

    public String bootstrap() {
        return node.address();
    }

    @Override
    public String name() {
        return "broker";
    }

    @Override
    public void start() throws Exception {
        node.format(Uuid.randomUuid().toString());
        Map<String, String> config = node.config(List.of(node));
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
}
