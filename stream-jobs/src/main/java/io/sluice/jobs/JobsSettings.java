package io.sluice.jobs;

import io.sluice.kit.settings.Setting;
import java.time.Duration;
import java.util.List;

/** The settings of the stream jobs alone. */
public final class JobsSettings {
    public static final Setting<Integer> PARALLELISM = Setting.integer("jobs.parallelism")
            .between(1, 128)
            .defaultsTo(2)
            .meaning("threads that read and roll up; more than there are partitions stay idle")
            .build();

    public static final Setting<Duration> CHECKPOINT_INTERVAL = Setting.duration("jobs.checkpoint-interval")
            .between(Duration.ofMillis(100), Duration.ofMinutes(10))
            .defaultsTo(Duration.ofSeconds(5))
            .meaning("how often the state is stored: what a crash makes the job read again")
            .build();

    public static final Setting<Boolean> REBUILD = Setting.flag("jobs.rebuild")
            .defaultsTo(false)
            .meaning("begin anew where every checkpoint is lost, with all rollups in a higher generation")
            .build();

    public static final Setting<Integer> GENERATION = Setting.integer("jobs.generation")
            .between(0, 1 << 20)
            .defaultsTo(0)
            .meaning(
                    "of the rollups, where a Flink cluster runs the job: one more when it begins anew without its state")
            .build();

    private JobsSettings() {}

    public static List<Setting<?>> all() {
        return List.of(PARALLELISM, CHECKPOINT_INTERVAL, REBUILD, GENERATION);
    }
}
