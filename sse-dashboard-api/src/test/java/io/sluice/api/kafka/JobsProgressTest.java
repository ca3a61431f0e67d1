package io.sluice.api.kafka;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.ManualClock;
import io.sluice.api.ledger.LedgerBook;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobsProgressTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<MockConsumer<byte[], byte[]>> consumers = new CopyOnWriteArrayList<>();
    private volatile boolean isRefused;
    private final JobsProgress progress = new JobsProgress(
            this::clients, "sluice-jobs", "telemetry.readings", new LedgerBook(12), new ManualClock(0));

    private JobsProgress.Clients clients() {
        if (isRefused) {
            isRefused = false;
            throw new KafkaException("no resolvable bootstrap urls");
        }
        consumers.add(new MockConsumer<>("earliest"));
        // Nobody listens there, and while no partition is behind nobody is asked.
        Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1"));
        return new JobsProgress.Clients(admin, consumers.get(consumers.size() - 1));
    }

    @AfterEach
    void close() {
        progress.close();
    }

    @Test
    void afterTheClockWentBackTheClientsAreNewOnes() {
        progress.start();
        await().atMost(PATIENCE).until(() -> consumers.size() == 1);
        progress.clockWentBack();
        await().atMost(PATIENCE).until(() -> consumers.size() == 2);
        assertFalse(consumers.get(1).closed());
        assertTrue(consumers.get(0).closed());
    }

    @Test
    void clientsThatCannotBeMadeNowAreMadeLater() {
        isRefused = true;
        progress.start();
        await().atMost(PATIENCE).until(() -> consumers.size() == 1);
    }

    @Test
    void whoEndsClosesItsClients() {
        progress.start();
        await().atMost(PATIENCE).until(() -> consumers.size() == 1);
        progress.close();
        await().atMost(PATIENCE).until(() -> consumers.get(0).closed());
    }
}
