package io.sluice.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.e2e.fixture.ForeignClient;
import io.sluice.e2e.fixture.ForeignPayload;
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
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The clients that people use, none of them ours: each publishes in each format at each QoS, and it arrives. */
class ClientMatrixIT {
    private static final String SITE = "matrix";

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
        GatewayProcess process = new GatewayProcess(
                folder,
                starting.bootstrap(),
                ProcessCluster.PARTITIONS,
                Map.of("mqtt.formats", ForeignPayload.rules(SITE)),
                "-Xmx256m");
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
    void what_a_client_publishes_arrives_in_each_format(ForeignClient client, int qos) throws Exception {
        client.require();
        String device = client.name().toLowerCase(Locale.ROOT) + "-" + qos;
        GatewayProcess process = Objects.requireNonNull(gateway);

        client.publish(
                process.mqttPort(),
                qos,
                Arrays.stream(ForeignPayload.values())
                        .map(format -> format.of(SITE, device))
                        .toList());

        Map<String, Double> expected = Arrays.stream(ForeignPayload.values())
                .collect(Collectors.toMap(format -> format.site(SITE) + "/" + device, format -> 1.0));
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertEquals(expected, readingsOf(device)));
    }

    /** What Kafka holds of the metric t, by device. */
    private static Map<String, Double> readingsOf(String device) throws Exception {
        Map<String, Double> readings = new HashMap<>();
        String bootstrap = Objects.requireNonNull(broker).bootstrap();
        new TopicReader(bootstrap, ProcessCluster.TOPICS.batches())
                .read(Instant.EPOCH, (partition, offset, millis, value) -> {
                    for (DeviceBlock block : TelemetryBatchCodec.decode(value).blocks()) {
                        if (block.device().device().equals(device)) {
                            block.messages()
                                    .forEach(counted -> readings.put(
                                            block.device().toString(),
                                            counted.message().number(0)));
                        }
                    }
                });
        return readings;
    }
}
