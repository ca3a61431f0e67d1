package io.sluice.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.e2e.fixture.Api;
import io.sluice.e2e.fixture.Publisher;
import io.sluice.e2e.fixture.SluiceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promise under kill -9: every acknowledged message is counted, and counted once. */
class KillIT {
    private static final int PUBLISHERS = 20;

    @TempDir
    Path work;

    @Test
    void up_killed_three_times_under_load_counts_every_acknowledged_message_once() throws Exception {
        Map<String, String> settings = SluiceProcess.pipelineSettings(work.resolve("data"));
        int httpPort = Integer.parseInt(settings.get("http.port"));
        List<Publisher> publishers = publishers(Integer.parseInt(settings.get("mqtt.port")));
        SluiceProcess up = SluiceProcess.start(work, settings, "up").awaitReady(httpPort);
        try {
            publishers.forEach(Publisher::start);
            for (int kill = 1; kill <= 3; kill++) {
                awaitAcknowledged(publishers, 2_000);
                up.kill9();
                up = SluiceProcess.start(work, settings, "up").awaitReady(httpPort);
            }
            for (Publisher publisher : publishers) {
                publisher.stopProducing();
            }
            Verdict.assertEachCountedOnce(new Api(httpPort), publishers);
            assertEquals(0, up.terminate());
        } finally {
            up.close();
            for (Publisher publisher : publishers) {
                publisher.close();
            }
        }
    }

    static List<Publisher> publishers(int mqttPort) {
        List<Publisher> publishers = new ArrayList<>();
        for (int i = 0; i < PUBLISHERS; i++) {
            publishers.add(new Publisher("kill/device-" + i, "e1", mqttPort));
        }
        return publishers;
    }

    /** So many more than now. */
    static void awaitAcknowledged(List<Publisher> publishers, int more) {
        int enough = acknowledged(publishers) + more;
        await().atMost(Duration.ofMinutes(4))
                .untilAsserted(() -> assertTrue(acknowledged(publishers) > enough, publishers::toString));
    }

    private static int acknowledged(List<Publisher> publishers) {
        return publishers.stream()
                .mapToInt(publisher -> publisher.acknowledged().size())
                .sum();
    }

    /** Judges from the public API alone. */
    static final class Verdict {
        private Verdict() {}

        static void assertEachCountedOnce(Api api, List<Publisher> publishers) {
            await().atMost(Duration.ofMinutes(4))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> {
                        JsonNode ledger = api.json("/api/v1/ledger?site=kill");
                        assertEquals(0, ledger.get("inFlight").asLong(), ledger::toString);
                        assertEquals(0, ledger.get("residue").asLong(), ledger::toString);
                        assertEquals(0, ledger.get("missing").asLong(), ledger::toString);
                        assertEquals(0, ledger.get("conflicts").asLong(), ledger::toString);
                        for (Publisher publisher : publishers) {
                            assertDevice(api, publisher);
                        }
                    });
        }

        /**
         * Seqs are dense and the value is the seq, so count and sum of the windows tell a loss from a duplicate. At
         * most the publish that was under way at the end is counted without its acknowledgement having arrived.
         */
        private static void assertDevice(Api api, Publisher publisher) throws IOException {
            Set<Long> acknowledged = publisher.acknowledged();
            long highest =
                    acknowledged.stream().mapToLong(Long::longValue).max().orElse(0);
            assertEquals(highest, acknowledged.size(), "the publisher's seqs are dense");
            String device = publisher.device().substring(publisher.device().indexOf('/') + 1);
            JsonNode answer = api.json("/api/v1/series?site=kill&device=" + device + "&tier=1s&from=-30m&to="
                    + (System.currentTimeMillis() + 300_000));
            long count = 0;
            double sum = 0;
            for (JsonNode point : answer.get("series").path(0).path("points")) {
                count += point.get("count").asLong();
                sum += point.get("sum").asDouble();
            }
            assertTrue(
                    count == highest || count == highest + 1,
                    device + ": acknowledged " + highest + ", counted " + count);
            assertEquals(count * (count + 1) / 2.0, sum, device);
        }
    }
}
