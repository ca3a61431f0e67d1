package io.sluice.e2e.containers;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Volume;
import io.sluice.e2e.fixture.Api;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * One of our images, as tight as in k8s/base: a read-only root, no capabilities, a bound on memory. Ports are asked for
 * anew each time, since a container that is started again gets others.
 */
final class SluiceContainer extends GenericContainer<SluiceContainer> {
    static final String DATA = "/data";

    private static final int ADMIN_PORT = 9400;
    private static final Duration READY_WITHIN = Duration.ofMinutes(4);
    private static final int STOPPED_WITHIN_SECONDS = 180;

    private final String name;

    SluiceContainer(String name, Network network, int memoryMebibytes) {
        super(System.getProperty("images.registry", "") + "sluice/" + name + ":" + System.getProperty("images.tag"));
        this.name = name;
        withNetwork(network);
        withNetworkAliases(name);
        // Executable: zstd, lz4 and Netty unpack their native libraries there.
        withTmpFs(Map.of("/tmp", "rw,exec"));
        withCreateContainerCmdModifier(command -> tighten(command, memoryMebibytes));
    }

    private static void tighten(CreateContainerCmd command, int memoryMebibytes) {
        long bytes = (long) memoryMebibytes << 20;
        hostConfig(command)
                .withMemory(bytes)
                .withMemorySwap(bytes)
                .withReadonlyRootfs(true)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"));
    }

    /** A service: settings as on the cluster, and ready before {@code start} returns. */
    SluiceContainer asService(String kafkaBootstrap) {
        withEnv(Map.of(
                "SLUICE_ADMIN_PORT", Integer.toString(ADMIN_PORT),
                "SLUICE_ALLOW_ANONYMOUS", "true",
                "SLUICE_BIND_ADDRESS", "0.0.0.0",
                "SLUICE_KAFKA_BOOTSTRAP", kafkaBootstrap,
                "SLUICE_PARTITIONS", "2"));
        withExposedPorts(ADMIN_PORT);
        waitingFor(new Readiness());
        withStartupAttempts(2); // as on the cluster: what gave up is started again
        return this;
    }

    @Override
    public void start() {
        try {
            super.start();
        } catch (RuntimeException e) {
            throw FailedStart.in(e);
        }
    }

    /** {@code /data} on a volume that outlives the container. */
    SluiceContainer withDataOn(String volume) {
        Bind bind = new Bind(volume, new Volume(DATA));
        return withCreateContainerCmdModifier(command -> hostConfig(command).withBinds(bind));
    }

    /** {@code /data} that ends with the container. */
    SluiceContainer withPassingData() {
        return withTmpFs(Map.of("/tmp", "rw,exec", DATA, "rw"));
    }

    Api api(int containerPort) {
        return new Api(currentPort(containerPort));
    }

    boolean isReady() {
        return api(ADMIN_PORT).isReady();
    }

    /** SIGKILL by the engine, then the same container again, until it is ready. */
    void killAndStartAgain() {
        getDockerClient().killContainerCmd(getContainerId()).withSignal("KILL").exec();
        await().atMost(Duration.ofMinutes(1)).until(() -> !isRunning());
        getDockerClient().startContainerCmd(getContainerId()).exec();
        await().atMost(READY_WITHIN).until(this::isReady);
    }

    /** {@code docker stop}: the exit code. */
    long stopGently() {
        getDockerClient()
                .stopContainerCmd(getContainerId())
                .withTimeout(STOPPED_WITHIN_SECONDS)
                .exec();
        return Objects.requireNonNull(getCurrentContainerInfo().getState().getExitCodeLong(), name);
    }

    private int currentPort(int containerPort) {
        Ports.Binding[] bindings = getCurrentContainerInfo()
                .getNetworkSettings()
                .getPorts()
                .getBindings()
                .get(ExposedPort.tcp(containerPort));
        if (bindings == null || bindings.length == 0) {
            throw new IllegalStateException(name + " must publish port " + containerPort + ", did not:\n" + getLogs());
        }
        return Integer.parseInt(bindings[0].getHostPortSpec());
    }

    private static HostConfig hostConfig(CreateContainerCmd command) {
        return Objects.requireNonNull(command.getHostConfig(), "host config");
    }

    private final class Readiness extends AbstractWaitStrategy {
        @Override
        protected void waitUntilReady() {
            try {
                Wait.forHttp("/health/ready")
                        .forPort(ADMIN_PORT)
                        .withStartupTimeout(READY_WITHIN)
                        .waitUntilReady(waitStrategyTarget);
            } catch (RuntimeException e) {
                throw FailedStart.of(name, ADMIN_PORT, SluiceContainer.this, e);
            }
        }
    }
}
