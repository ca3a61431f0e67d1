package io.sluice.e2e;

import static org.awaitility.Awaitility.await;

import io.sluice.e2e.fixture.BatchesVerdict;
import io.sluice.e2e.fixture.GatewayProcess;
import io.sluice.e2e.fixture.MqttDevice;
import io.sluice.e2e.fixture.ProcessCluster;
import io.sluice.e2e.fixture.ProxiedBroker;
import io.sluice.launcher.kafka.TopicSetup;
import io.sluice.simulator.fault.FaultProxy;
import io.sluice.simulator.fault.Lane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The network between gateway and Kafka swallows one direction, longer than a request may take; then it is mended. */
class KafkaBlackHoleIT {
    private static final Duration LONGER_THAN_A_REQUEST = Duration.ofSeconds(18);
    private static final int PER_SECOND = 500;

    @TempDir
    Path work;

    @Test
    void everything_arrives_in_order_after_the_network_swallowed_requests_and_then_answers() throws Exception {
        try (ProxiedBroker broker = ProxiedBroker.start(work.resolve("broker"))) {
            FaultProxy network = broker.network();
            new TopicSetup(broker.bootstrap(), ProcessCluster.TOPICS.specs(ProcessCluster.PARTITIONS)).start();
            try (GatewayProcess gateway =
                    new GatewayProcess(work, broker.bootstrap(), ProcessCluster.PARTITIONS, Map.of(), "-Xmx256m")) {
                gateway.awaitReady();
                List<MqttDevice> devices = MqttDevice.fleet(10, gateway.mqttPort(), PER_SECOND, 10);
                awaitMore(devices, 2 * PER_SECOND);
                for (Lane lane : List.of(network.upstream(), network.downstream())) {
                    swallow(lane, devices);
                }
                network.reset();
                awaitMore(devices, PER_SECOND);
                devices.forEach(MqttDevice::stopProducing);
                await().atMost(Duration.ofMinutes(2))
                        .until(() -> devices.stream().allMatch(MqttDevice::isIdle));
                gateway.awaitDrained(Duration.ofMinutes(3));
                BatchesVerdict verdict = BatchesVerdict.read(broker.bootstrap(), ProcessCluster.TOPICS.batches());
                System.out.printf("acknowledged=%d, %s%n", acknowledged(devices), verdict);
                verdict.assertHolds(devices);
                devices.forEach(MqttDevice::close);
            }
        }
    }

    /** Devices notice nothing: the spool takes what they send. */
    private static void swallow(Lane lane, List<MqttDevice> devices) {
        lane.hold(true);
        long until = System.nanoTime() + LONGER_THAN_A_REQUEST.toNanos();
        awaitMore(devices, (int) (PER_SECOND * LONGER_THAN_A_REQUEST.toSeconds() / 2));
        await().atMost(Duration.ofMinutes(2)).until(() -> System.nanoTime() - until >= 0);
        lane.heal();
        awaitMore(devices, PER_SECOND);
    }

    private static void awaitMore(List<MqttDevice> devices, int more) {
        int enough = acknowledged(devices) + more;
        await().atMost(Duration.ofMinutes(2)).until(() -> acknowledged(devices) >= enough);
    }

    private static int acknowledged(List<MqttDevice> devices) {
        return devices.stream().mapToInt(MqttDevice::acknowledgedCount).sum();
    }
}
