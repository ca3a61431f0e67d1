package io.sluice.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.e2e.fixture.BatchesVerdict;
import io.sluice.e2e.fixture.Flood;
import io.sluice.e2e.fixture.GatewayProcess;
import io.sluice.e2e.fixture.HeapFloor;
import io.sluice.e2e.fixture.MqttDevice;
import io.sluice.e2e.fixture.ProcessCluster;
import io.sluice.e2e.fixture.SluiceProcess;
import io.sluice.launcher.kafka.EmbeddedBroker;
import io.sluice.launcher.kafka.TopicSetup;
import io.sluice.simulator.fault.FaultProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kafka is stopped under load, and the spool may take little: the gateway goes on until its cap, then pushes back, and
 * afterwards everything arrives in order. {@code -Dsluice.outage.seconds=600} makes it ten minutes.
 */
class KafkaOutageIT {
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("sluice.outage.seconds", 45));
    private static final int DEVICES = 10;
    private static final int PER_SECOND = 500;
    private static final long SEGMENT_BYTES = 1 << 20;
    private static final long CAP_BYTES = 3 * SEGMENT_BYTES;
    private static final Map<String, String> SETTINGS = Map.of(
            "spool.segment", "1MiB",
            "spool.cap", "3MiB",
            "spool.queue", "1MiB",
            "spool.keep", "1s",
            "mqtt.max-packet", "32KiB");

    @TempDir
    Path work;

    @Test
    void a_full_spool_pushes_back_and_nothing_is_lost_while_kafka_is_away() throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.in(work.resolve("broker"), SluiceProcess.freePort());
        broker.start();
        String bootstrap = broker.bootstrap();
        new TopicSetup(bootstrap, ProcessCluster.TOPICS.specs(ProcessCluster.PARTITIONS)).start();
        try (GatewayProcess gateway =
                new GatewayProcess(work, bootstrap, ProcessCluster.PARTITIONS, SETTINGS, "-Xmx160m")) {
            gateway.awaitReady();
            List<MqttDevice> devices = MqttDevice.fleet(DEVICES, gateway.mqttPort(), PER_SECOND, 10);
            await().atMost(Duration.ofMinutes(2)).until(() -> acknowledged(devices) > 2 * PER_SECOND);
            broker.close();
            long endNanos = System.nanoTime() + OUTAGE.toNanos();
            awaitCap(gateway);
            assertPushesBackWithin5Seconds(gateway, devices);
            assertHeapStaysFlat(gateway, endNanos);
            int during = acknowledged(devices);
            broker = EmbeddedBroker.in(work.resolve("broker"), port(bootstrap));
            broker.start();
            assertRecovers(gateway, devices, during, bootstrap);
        } finally {
            broker.close();
        }
    }

    private static void awaitCap(GatewayProcess gateway) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> gateway.metric("sluice_gateway_connections_waiting", "") > 0);
    }

    private static void assertPushesBackWithin5Seconds(GatewayProcess gateway, List<MqttDevice> devices)
            throws Exception {
        assertTrue(gateway.metric("sluice_gateway_spool_bytes", "") <= CAP_BYTES, "the cap must hold");
        await().atMost(Duration.ofSeconds(5))
                .until(() -> gateway.metric("sluice_gateway_connections_waiting", "") == DEVICES);
        // What was stored before is still being told.
        await().atMost(Duration.ofSeconds(30))
                .during(Duration.ofSeconds(1))
                .until(new Standing(() -> acknowledged(devices))::isStill);
        int told = acknowledged(devices);
        try (FaultProxy door = FaultProxy.to(gateway.mqttPort());
                Flood flood = Flood.through(door.port())) {
            await().atMost(Duration.ofSeconds(30))
                    .during(Duration.ofSeconds(2))
                    .until(new Standing(door.upstream()::bytes)::isStill);
            assertTrue(flood.isBlocked(), "a connection must not be read while there is no room");
        }
        assertEquals(told, acknowledged(devices), "what is not stored must not be acknowledged");
    }

    /** Whether a figure is what it was when last asked. */
    private static final class Standing {
        private final LongSupplier figure;
        private long last = -1;

        Standing(LongSupplier figure) {
            this.figure = figure;
        }

        boolean isStill() {
            long now = figure.getAsLong();
            boolean isStill = now == last && now > 0;
            last = now;
            return isStill;
        }
    }

    private static void assertHeapStaysFlat(GatewayProcess gateway, long endNanos) throws Exception {
        HeapFloor heap = new HeapFloor(gateway);
        await().atMost(OUTAGE.plusSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    heap.sample();
                    return System.nanoTime() - endNanos >= 0;
                });
        System.out.println("heap while Kafka was away: " + heap);
        assertTrue(heap.growthBytes() < 16 << 20, heap::toString);
    }

    private static void assertRecovers(GatewayProcess gateway, List<MqttDevice> devices, int during, String bootstrap)
            throws Exception {
        long start = System.nanoTime();
        await().atMost(Duration.ofMinutes(2)).until(() -> acknowledged(devices) > during + 2 * PER_SECOND);
        devices.forEach(MqttDevice::stopProducing);
        await().atMost(Duration.ofMinutes(2)).until(() -> devices.stream().allMatch(MqttDevice::isIdle));
        gateway.awaitDrained(Duration.ofMinutes(2));
        BatchesVerdict verdict = BatchesVerdict.read(bootstrap, ProcessCluster.TOPICS.batches());
        System.out.printf(
                "outage %s, acknowledged=%d of which %d before Kafka was back, drained %d ms after, %s%n",
                OUTAGE, acknowledged(devices), during, (System.nanoTime() - start) / 1_000_000, verdict);
        verdict.assertHolds(devices);
        devices.forEach(MqttDevice::close);
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    private static int acknowledged(List<MqttDevice> devices) {
        return devices.stream().mapToInt(MqttDevice::acknowledgedCount).sum();
    }
}
