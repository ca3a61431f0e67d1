package io.sluice.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.e2e.fixture.BatchesVerdict;
import io.sluice.e2e.fixture.GatewayProcess;
import io.sluice.e2e.fixture.MqttDevice;
import io.sluice.e2e.fixture.ProcessCluster;
import io.sluice.launcher.kafka.EmbeddedBroker;
import io.sluice.launcher.kafka.TopicSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL at random moments under 2,000 messages a second: whatever a device was told is durable is in Kafka. Twenty
 * kills; {@code -Dsluice.kills=200} makes more of them, {@code -Dsluice.kills.seed} other moments.
 */
class GatewayKillIT {
    private static final int KILLS = Integer.getInteger("sluice.kills", 20);
    private static final int DEVICES = 20;
    private static final int PER_SECOND = 2_000;
    private static final int QOS2_EVERY = 10;
    private static final int START_MILLIS = 1_500;

    @TempDir
    Path work;

    private final Random random = new Random(Long.getLong("sluice.kills.seed", 1));

    @Test
    void every_acknowledged_message_is_in_kafka_after_kills_at_random_moments() throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.in(work.resolve("broker"), 0);
        broker.start();
        new TopicSetup(broker.bootstrap(), ProcessCluster.TOPICS.specs(ProcessCluster.PARTITIONS)).start();
        Map<String, String> settings =
                Map.of("spool.segment", "4MiB", "spool.cap", "256MiB", "mqtt.max-packet", "64KiB");
        try (GatewayProcess gateway = new GatewayProcess(
                        work, broker.bootstrap(), ProcessCluster.PARTITIONS, settings, "-Xmx256m")
                .withKeptClasses()) {
            List<MqttDevice> devices = MqttDevice.fleet(DEVICES, gateway.mqttPort(), PER_SECOND, QOS2_EVERY);
            killAndStart(gateway, devices);
            devices.forEach(MqttDevice::stopProducing);
            await().atMost(Duration.ofMinutes(2)).until(() -> devices.stream().allMatch(MqttDevice::isIdle));
            gateway.awaitDrained(Duration.ofMinutes(2));
            BatchesVerdict verdict = BatchesVerdict.read(broker.bootstrap(), ProcessCluster.TOPICS.batches());
            System.out.printf("%d kills, acknowledged=%d, %s%n", KILLS, acknowledged(devices), verdict);
            verdict.assertHolds(devices);
            devices.forEach(MqttDevice::close);
        } finally {
            broker.close();
        }
    }

    /** Most kills strike under load; each fourth strikes a gateway that starts, reading its spool perhaps. */
    private void killAndStart(GatewayProcess gateway, List<MqttDevice> devices) throws Exception {
        int before = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            boolean isWhileStarting = kill % 4 == 3;
            if (!isWhileStarting) {
                int already = before;
                await().atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> acknowledged(devices) > already);
            }
            pause(random.nextInt(START_MILLIS));
            assertTrue(gateway.isAlive(), "the gateway must live until it is killed");
            gateway.kill9();
            before = acknowledged(devices);
            gateway.start();
        }
        gateway.awaitReady();
        int last = before;
        await().atMost(Duration.ofMinutes(2)).until(() -> acknowledged(devices) > last + PER_SECOND);
    }

    private static void pause(int millis) {
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        await().pollInterval(Duration.ofMillis(1)).until(() -> System.nanoTime() - end >= 0);
    }

    private static int acknowledged(List<MqttDevice> devices) {
        return devices.stream().mapToInt(MqttDevice::acknowledgedCount).sum();
    }
}
