package io.sluice.launcher.cluster;

import io.sluice.kit.lifecycle.EnvironmentException;
import io.sluice.launcher.kafka.BrokerNode;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.Uuid;

/**
 * Three brokers that are also the controllers: every topic three times, of which two must have what is acknowledged.
 */
final class KafkaNodes {
    private static final int COUNT = 3;
    private static final Duration REGISTERED_WITHIN = Duration.ofMinutes(3);
    private static final DescribeClusterOptions ASKED = new DescribeClusterOptions().timeoutMs(1_000);
    /**
     * The last to lead the controllers waits 5 s for a successor, whether or not there is anybody left
     * (KafkaRaftClient).
     */
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final Path folder;
    private final List<BrokerNode> nodes = new ArrayList<>();

    /** @param port of the first; the others take free ones */
    KafkaNodes(Path folder, int port) throws EnvironmentException {
        this.folder = folder;
        for (int id = 1; id <= COUNT; id++) {
            nodes.add(BrokerNode.of(id, folder.resolve("kafka").resolve(String.valueOf(id)), id == 1 ? port : 0));
        }
    }

    String bootstrap() {
        return nodes.stream().map(BrokerNode::address).collect(Collectors.joining(","));
    }

    List<ChildProcess> processes(Jars jars) throws Exception {
        String clusterId = clusterId();
        List<ChildProcess> processes = new ArrayList<>();
        for (BrokerNode node : nodes) {
            node.format(clusterId);
            String name = "broker-" + node.id();
            processes.add(new ChildProcess(
                    new ChildCommand(name, jars.kafka("384m", properties(name, node)), Map.of(), GRACE), folder));
        }
        return processes;
    }

    /** All belong to one cluster, from their first start on. */
    private String clusterId() throws IOException {
        Path file = folder.resolve("kafka").resolve("cluster.id");
        if (!Files.exists(file)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, Uuid.randomUuid().toString());
        }
        return Files.readString(file).strip();
    }

    private Path properties(String name, BrokerNode node) throws IOException {
        Path file = folder.resolve("kafka").resolve(name + ".properties");
        Properties properties = new Properties();
        properties.putAll(node.config(nodes));
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        return file;
    }

    /**
     * A topic cannot have three copies before there are three brokers. What dies meanwhile is started again.
     *
     * @throws EnvironmentException where one of the brokers cannot start, or takes too long
     */
    void awaitRegistered(List<ChildProcess> brokers) throws IOException, InterruptedException {
        long deadlineNanos = System.nanoTime() + REGISTERED_WITHIN.toNanos();
        Map<String, Object> config = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap());
        try (Admin admin = Admin.create(config)) {
            while (registered(admin) < COUNT) {
                for (ChildProcess broker : brokers) {
                    lookAt(broker);
                }
                if (System.nanoTime() > deadlineNanos) {
                    throw new EnvironmentException("three brokers must register within " + REGISTERED_WITHIN.toSeconds()
                            + " s, did not; see " + folder.resolve("logs"));
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
    }

    private static void lookAt(ChildProcess broker) throws IOException {
        broker.look();
        String fault = broker.fault();
        if (fault != null) {
            throw new EnvironmentException(fault);
        }
    }

    private static int registered(Admin admin) throws InterruptedException {
        try {
            return admin.describeCluster(ASKED).nodes().get().size();
        } catch (ExecutionException e) {
            return 0; // not listening yet
        }
    }
}
