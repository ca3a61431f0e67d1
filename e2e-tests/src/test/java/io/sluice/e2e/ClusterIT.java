package io.sluice.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.e2e.fixture.Api;
import io.sluice.e2e.fixture.Publisher;
import io.sluice.e2e.fixture.SluiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three brokers, a standalone Flink and the services as processes: a broker killed under load, and what was
 * acknowledged is counted once. {@link VerifyIT} kills the others.
 */
class ClusterIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    Path work;

    @Test
    void a_cluster_that_loses_a_broker_counts_every_acknowledged_message_once() throws Exception {
        Map<String, String> settings = SluiceProcess.pipelineSettings(work.resolve("data"));
        settings.put("kafka.port", "0");
        settings.put("partitions", "4");
        Api api = new Api(Integer.parseInt(settings.get("http.port")));
        List<Publisher> publishers = KillIT.publishers(Integer.parseInt(settings.get("mqtt.port")));
        try (SluiceProcess cluster = SluiceProcess.start(work, settings, "cluster", "up")) {
            await().atMost(PATIENCE)
                    .until(() -> !cluster.isAlive() || cluster.stdoutLines().contains("ready"));
            assertTrue(cluster.isAlive(), () -> "must live until it is told to end: " + cluster);
            assertEquals(List.of(), cluster.openBeyondLoopback());
            assertTrue(
                    cluster.stdoutLines().stream()
                            .anyMatch(line -> line.matches("websocket  ws://127\\.0\\.0\\.1:[1-9]\\d*/mqtt")),
                    cluster::toString);
            publishers.forEach(Publisher::start);
            KillIT.awaitAcknowledged(publishers, 1_000);
            kill9("broker-2");
            KillIT.awaitAcknowledged(publishers, 1_000);
            for (Publisher publisher : publishers) {
                publisher.stopProducing();
            }
            KillIT.Verdict.assertEachCountedOnce(api, publishers);
            assertEquals(0, cluster.terminate());
        } finally {
            for (Publisher publisher : publishers) {
                publisher.close();
            }
            killWhatIsLeft();
        }
    }

    /** Returns once another process has taken its place. */
    private void kill9(String name) throws IOException {
        long victim = pid(pidFile(name));
        assertTrue(ProcessHandle.of(victim).orElseThrow().destroyForcibly(), name);
        await().atMost(PATIENCE).until(() -> pid(pidFile(name)) != victim);
    }

    private Path pidFile(String name) {
        return work.resolve("data").resolve("cluster").resolve("run").resolve(name + ".pid");
    }

    private static long pid(Path file) throws IOException {
        return Long.parseLong(Files.readString(file).strip());
    }

    /** Of a cluster that drained there is nothing; one that failed the test must not outlive it. */
    private void killWhatIsLeft() throws IOException {
        Path folder = pidFile("any").getParent();
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> left = Files.list(folder)) {
            for (Path file :
                    left.filter(each -> each.toString().endsWith(".pid")).toList()) {
                ProcessHandle.of(pid(file)).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }
}
