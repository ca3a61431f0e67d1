package io.sluice.e2e.containers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import io.sluice.e2e.fixture.Api;
import io.sluice.e2e.fixture.Prerequisites;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.output.OutputFrame.OutputType;

/** The images as they are shipped, on a real network that fails: what was acknowledged is counted once. */
class ContainersIT {
    private static final Pattern REPORT =
            Pattern.compile("published=(\\d+) acked=(\\d+) refused=(\\d+) unacked=(\\d+)");
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @Test
    void a_paused_a_cut_off_broker_and_a_killed_gateway_under_load_lose_and_repeat_nothing() throws Exception {
        requireEngineAndFreshImages();
        try (ContainerCluster cluster = ContainerCluster.start()) {
            SluiceContainer fleet = cluster.startFleet(50);
            awaitMoreCounted(cluster);
            pauseBroker(cluster, Duration.ofSeconds(20));
            awaitMoreCounted(cluster);
            cutBrokerOff(cluster, Duration.ofSeconds(8));
            awaitMoreCounted(cluster);
            cluster.service("gateway").killAndStartAgain();
            awaitMoreCounted(cluster);
            assertEquals(0, fleet.stopGently(), fleet::getLogs);
            assertEachCountedOnce(cluster.api(), acknowledged(fleet));
            for (String name : List.of("gateway", "ingest", "jobs", "api")) {
                SluiceContainer service = cluster.service(name);
                assertEquals(0, service.stopGently(), () -> name + ":\n" + service.getLogs());
            }
        }
    }

    /** Images left over from another build would be judged in place of these sources. */
    private static void requireEngineAndFreshImages() {
        Prerequisites.require(
                "a container engine, and images built by this build (-Pimages -Dimages.goal=dockerBuild)",
                System.getProperty("images.goal", "").equals("dockerBuild")
                        && DockerClientFactory.instance().isDockerAvailable());
    }

    private static void awaitMoreCounted(ContainerCluster cluster) {
        long before = await().atMost(PATIENCE).until(() -> counted(cluster), any -> true);
        await().atMost(PATIENCE).until(() -> counted(cluster) > before + 200);
    }

    private static long counted(ContainerCluster cluster) throws IOException {
        return cluster.api().json("/api/v1/ledger").get("counted").asLong();
    }

    /** The gateway goes on taking messages meanwhile. */
    private static void pauseBroker(ContainerCluster cluster, Duration time) {
        await().ignoreExceptionsInstanceOf(InternalServerErrorException.class) // a busy kernel may fail to freeze it
                .until(() -> {
                    cluster.pauseBroker();
                    return true;
                });
        awaitGatewayReadyFor(cluster, time);
        cluster.resumeBroker();
    }

    private static void cutBrokerOff(ContainerCluster cluster, Duration time) {
        cluster.cutBrokerOff();
        awaitGatewayReadyFor(cluster, time);
        cluster.connectBroker();
    }

    private static void awaitGatewayReadyFor(ContainerCluster cluster, Duration time) {
        await().atMost(time.multipliedBy(3))
                .during(time)
                .until(() -> cluster.service("gateway").isReady());
    }

    private static void assertEachCountedOnce(Api api, long acknowledged) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode ledger = api.json("/api/v1/ledger");
            assertEquals(0, ledger.get("inFlight").asLong(), ledger::toString);
            assertEquals(0, ledger.get("residue").asLong(), ledger::toString);
            assertEquals(0, ledger.get("missing").asLong(), ledger::toString);
            assertEquals(0, ledger.get("conflicts").asLong(), ledger::toString);
            assertEquals(acknowledged, ledger.get("counted").asLong(), ledger::toString);
        });
    }

    private static long acknowledged(SluiceContainer fleet) {
        Matcher report = REPORT.matcher(fleet.getLogs(OutputType.STDOUT));
        assertTrue(report.find(), fleet::getLogs);
        assertEquals(report.group(1), report.group(2), "all that was published is acknowledged: " + report.group());
        return Long.parseLong(report.group(2));
    }
}
