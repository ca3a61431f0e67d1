package io.sluice.e2e.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ContainerNetwork;
import io.sluice.e2e.fixture.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.kafka.KafkaContainer;

/** Kafka and the four services in containers on one network, and what can be done to them. */
final class ContainerCluster implements AutoCloseable {
    private static final int HTTP_PORT = 8080;
    private static final String BROKER = "kafka";
    private static final String BROKER_ADDRESS = BROKER + ":19092";

    private final DockerClient docker = DockerClientFactory.instance().client();
    private final Network network = quietNetwork();
    private final KafkaContainer kafka = kafka();
    private final Map<String, SluiceContainer> services = new LinkedHashMap<>();
    private final String gatewayVolume;

    private ContainerCluster() {
        gatewayVolume = docker.createVolumeCmd().exec().getName();
        // Bounds as in k8s/base.
        services.put("ingest", service("ingest", 1536).withPassingData());
        services.put("jobs", service("jobs", 2048).withPassingData());
        SluiceContainer api = service("api", 3072).withPassingData();
        api.addExposedPort(HTTP_PORT);
        services.put("api", api);
        // Last: it waits for the topics that the others create.
        services.put("gateway", service("gateway", 1024).withDataOn(gatewayVolume));
    }

    /** All of it, ready. */
    static ContainerCluster start() throws IOException {
        ContainerCluster cluster = new ContainerCluster();
        try {
            cluster.kafka.start();
            // One after the other: four JVMs that start at once on two cores miss their own deadlines.
            cluster.services.values().forEach(GenericContainer::start);
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** Loopback is as far as published ports go, and nothing goes out. */
    private static Network quietNetwork() {
        return Network.builder()
                .createNetworkCmdModifier(command -> command.withOptions(Map.of(
                        "com.docker.network.bridge.host_binding_ipv4", "127.0.0.1",
                        "com.docker.network.bridge.enable_ip_masquerade", "false")))
                .build();
    }

    private KafkaContainer kafka() {
        return new KafkaContainer("apache/kafka:" + System.getProperty("kafka.version"))
                .withNetwork(network)
                .withListener(BROKER_ADDRESS)
                .withCreateContainerCmdModifier(command ->
                        Objects.requireNonNull(command.getHostConfig()).withMemory(1L << 30));
    }

    private SluiceContainer service(String name, int memoryMebibytes) {
        return new SluiceContainer(name, network, memoryMebibytes).asService(BROKER_ADDRESS);
    }

    /** Simulated devices that publish until they are stopped. */
    SluiceContainer startFleet(int devices) {
        SluiceContainer fleet = new SluiceContainer("simulator", network, 512)
                .withCommand(
                        "fleet",
                        "--scenario",
                        "demo",
                        "--devices",
                        Integer.toString(devices),
                        "--broker",
                        "mqtt://gateway:1883");
        services.put("simulator", fleet);
        fleet.start();
        return fleet;
    }

    SluiceContainer service(String name) {
        return Objects.requireNonNull(services.get(name), name);
    }

    Api api() {
        return service("api").api(HTTP_PORT);
    }

    void pauseBroker() {
        docker.pauseContainerCmd(kafka.getContainerId()).exec();
    }

    void resumeBroker() {
        docker.unpauseContainerCmd(kafka.getContainerId()).exec();
    }

    void cutBrokerOff() {
        docker.disconnectFromNetworkCmd()
                .withContainerId(kafka.getContainerId())
                .withNetworkId(network.getId())
                .exec();
    }

    /** Under its name, which a container loses with its network. */
    void connectBroker() {
        docker.connectToNetworkCmd()
                .withContainerId(kafka.getContainerId())
                .withNetworkId(network.getId())
                .withContainerNetwork(new ContainerNetwork().withAliases(BROKER))
                .exec();
    }

    /** Leaves each container's log in target/containers. */
    @Override
    public void close() throws IOException {
        try {
            keepLog(BROKER, kafka);
            for (Map.Entry<String, SluiceContainer> service : services.entrySet()) {
                keepLog(service.getKey(), service.getValue());
            }
        } finally {
            services.values().forEach(GenericContainer::stop);
            kafka.stop();
            network.close();
            docker.removeVolumeCmd(gatewayVolume).exec();
        }
    }

    private static void keepLog(String name, GenericContainer<?> container) throws IOException {
        if (container.getContainerId() != null) {
            Path folder = Files.createDirectories(Path.of("target", "containers"));
            Files.writeString(folder.resolve(name + ".log"), container.getLogs());
        }
    }
}
