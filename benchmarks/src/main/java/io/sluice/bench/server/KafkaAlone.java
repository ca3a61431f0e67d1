package io.sluice.bench.server;

import io.sluice.launcher.kafka.EmbeddedBroker;
import io.sluice.launcher.kafka.TopicSetup;
import io.sluice.model.topic.TelemetryTopics;
import java.nio.file.Path;

/** The embedded broker with the pipeline's topics, alone in its JVM. */
public final class KafkaAlone {
    public static final int PARTITIONS = 4;

    private KafkaAlone() {}

    /** @param args the folder of its data */
    public static void main(String[] args) throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.in(Path.of(args[0]).resolve("log"), 0);
        broker.start();
        new TopicSetup(
                        broker.bootstrap(),
                        TelemetryTopics.withPrefix("telemetry").specs(PARTITIONS))
                .start();
        System.out.println("ready " + broker.bootstrap());
        Parent.serve();
        System.exit(0);
    }
}
