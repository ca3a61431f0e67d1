package io.sluice.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.e2e.fixture.Everything;
import io.sluice.e2e.fixture.MosquittoBroker;
import io.sluice.simulator.FleetOptions;
import io.sluice.simulator.JudgedFleet;
import io.sluice.simulator.mqtt.BrokerAddress;
import io.sluice.simulator.oracle.Finding;
import io.sluice.simulator.oracle.FleetHistory;
import io.sluice.simulator.oracle.Outcome;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The judged fleet against somebody else's broker, which acknowledges what is only in its memory: a subscriber that is
 * away for a moment gets everything, unless the broker is killed meanwhile.
 */
class MosquittoJudgedIT {
    private static final Logger log = LoggerFactory.getLogger(MosquittoJudgedIT.class);

    @TempDir
    Path work;

    @Test
    void a_broker_that_lives_has_lost_nothing() throws Exception {
        assertEquals(List.of(), lost(false));
    }

    @Test
    void what_a_killed_broker_had_acknowledged_is_named() throws Exception {
        List<Finding> lost = lost(true);

        assertTrue(lost.size() >= 100, () -> "lost only " + lost);
        for (Finding finding : lost) {
            assertEquals(Finding.Kind.LOST, finding.kind());
            assertTrue(finding.device().contains("/") && finding.seq() > 0, finding::toString);
        }
    }

    private List<Finding> lost(boolean isKilled) throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start(work);
                Everything subscriber = new Everything(broker.port());
                JudgedFleet fleet = fleet(broker.port())) {
            FleetHistory history = fleet.history();
            subscriber.come();
            fleet.start();
            awaitMore(history, 500);
            subscriber.leave();
            awaitMore(history, 300);
            if (isKilled) {
                broker.killAndRestart();
            } else {
                fleet.takeOver(2);
            }
            subscriber.come();
            awaitMore(history, 500);
            fleet.stop(Duration.ofMinutes(1));
            assertEquals(List.of(), fleet.stuck());

            subscriber.publishLast();
            await().until(subscriber::isLastSeen);
            List<Finding> lost = history.missingFrom(subscriber.delivered());
            log.atInfo()
                    .addKeyValue("killed", isKilled)
                    .addKeyValue("acked", history.count(Outcome.ACKED))
                    .addKeyValue("lost", lost.size())
                    .addKeyValue("first", lost.stream().findFirst())
                    .log("judged");
            return lost;
        }
    }

    private static JudgedFleet fleet(int port) {
        FleetOptions options = FleetOptions.of("demo", 20, new BrokerAddress("127.0.0.1", port), 7)
                .withPeriod(Duration.ofMillis(50));
        return new JudgedFleet(options, Clock.systemUTC());
    }

    private static void awaitMore(FleetHistory history, long more) {
        long before = history.count(Outcome.ACKED);
        await().atMost(Duration.ofMinutes(1)).until(() -> history.count(Outcome.ACKED) >= before + more);
    }
}
