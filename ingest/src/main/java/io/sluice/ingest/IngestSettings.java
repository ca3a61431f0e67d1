package io.sluice.ingest;

import io.sluice.kit.settings.Setting;
import java.time.Duration;
import java.util.List;

/** The settings of ingest alone. */
public final class IngestSettings {
    public static final Setting<Integer> THREADS = Setting.integer("ingest.threads")
            .between(1, 64)
            .defaultsTo(1)
            .meaning("stream threads of this process; more than there are partitions stay idle")
            .build();

    public static final Setting<Duration> COMMIT_INTERVAL = Setting.duration("ingest.commit-interval")
            .between(Duration.ofMillis(10), Duration.ofSeconds(2))
            .defaultsTo(Duration.ofMillis(50))
            .meaning("how long clean readings wait for their transaction to end; longer where that takes long itself")
            .build();

    public static final Setting<String> INSTANCE_ID = Setting.text("ingest.instance-id")
            .matching("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")
            .defaultsTo("ingest-0")
            .meaning("names this process among its replicas, and stays the same when it starts again")
            .build();

    public static final Setting<Integer> REPLICATION_FACTOR = Setting.integer("ingest.replication-factor")
            .between(1, 9)
            .optional()
            .meaning("copies of ingest's changelog topic; without it the Kafka cluster's default")
            .build();

    private IngestSettings() {}

    public static List<Setting<?>> all() {
        return List.of(THREADS, COMMIT_INTERVAL, INSTANCE_ID, REPLICATION_FACTOR);
    }
}
