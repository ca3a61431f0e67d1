package io.sluice.e2e;

import io.sluice.e2e.fixture.ProcessCluster;
import io.sluice.e2e.fixture.Publisher;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each service as a process of its own, and the jobs with the Flink inside them killed under load: what was
 * acknowledged is counted once. {@link GatewayKillIT} and {@link VerifyIT} kill the others.
 */
class ServiceKillIT {
    @TempDir
    Path work;

    @Test
    void jobs_killed_under_load_count_every_acknowledged_message_once() throws Exception {
        try (ProcessCluster cluster = ProcessCluster.start(work)) {
            for (String service : List.of("gateway", "ingest", "jobs", "api")) {
                cluster.startService(service);
            }
            List<Publisher> publishers = KillIT.publishers(cluster.mqttPort());
            try {
                publishers.forEach(Publisher::start);
                KillIT.awaitAcknowledged(publishers, 1_000);
                cluster.kill9("jobs");
                cluster.startService("jobs");
            } finally {
                for (Publisher publisher : publishers) {
                    publisher.close();
                }
            }
            KillIT.Verdict.assertEachCountedOnce(cluster.api(), publishers);
        }
    }
}
