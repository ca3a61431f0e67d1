package io.sluice.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.e2e.fixture.ForeignClient;
import io.sluice.e2e.fixture.GatewayProcess;
import io.sluice.e2e.fixture.ProcessCluster;
import io.sluice.launcher.kafka.EmbeddedBroker;
import io.sluice.launcher.kafka.TopicReader;
import io.sluice.launcher.kafka.TopicSetup;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.TelemetryBatchCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The clients that people use, none of them ours: each publishes at each QoS, and it arrives. */
class ClientMatrixIT {
    @TempDir
    static @Nullable Path work;

    private static @Nullable EmbeddedBroker broker;
    private static @Nullable GatewayProcess gateway;

    @BeforeAll
    static void start() throws Exception {
        Path folder = Objects.requireNonNull(work);
        EmbeddedBroker starting = EmbeddedBroker.in(folder.resolve("broker"), 0);
        broker = starting;
        starting.start();
        new TopicSetup(starting.bootstrap(), ProcessCluster.TOPICS.specs(ProcessCluster.PARTITIONS)).start();
        GatewayProcess process =
                new GatewayProcess(folder, starting.bootstrap(), ProcessCluster.PARTITIONS, Map.of(), "-Xmx256m");
        gateway = process;
        process.awaitReady();
    }

    @AfterAll
    static void stop() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    static Stream<Arguments> matrix() {
        return Arrays.stream(ForeignClient.values())
                .flatMap(client -> IntStream.rangeClosed(0, 2).mapToObj(qos -> Arguments.of(client, qos)));
    }

    @ParameterizedTest(name = "{0} at QoS {1}")
    @MethodSource("matrix")
    void what_a_client_publishes_arrives(ForeignClient client, int qos) throws Exception {
        client.require();
        String device = client.name().toLowerCase(Locale.ROOT) + "-" + qos;
        GatewayProcess process = Objects.requireNonNull(gateway);

        client.publish(process.mqttPort(), qos, "telemetry/matrix/" + device, "{\"temperature\":21.5}");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertTrue(devices().contains("matrix/" + device), () -> device + " must arrive"));
    }

    private static Set<String> devices() throws Exception {
        Set<String> devices = new HashSet<>();
        String bootstrap = Objects.requireNonNull(broker).bootstrap();
        new TopicReader(bootstrap, ProcessCluster.TOPICS.batches())
                .read(Instant.EPOCH, (partition, offset, millis, value) -> {
                    for (DeviceBlock block : TelemetryBatchCodec.decode(value).blocks()) {
                        devices.add(block.device().toString());
                    }
                });
        return devices;
    }
}
