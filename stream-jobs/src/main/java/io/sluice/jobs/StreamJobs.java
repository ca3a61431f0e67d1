package io.sluice.jobs;

import io.sluice.jobs.flink.JobMeters;
import io.sluice.jobs.flink.LocalJob;
import io.sluice.jobs.flink.RollupJob;
import io.sluice.jobs.kafka.OutcomeSink;
import io.sluice.jobs.kafka.ReadingsSource;
import io.sluice.jobs.kafka.TopicCheck;
import io.sluice.kit.health.HealthCheck;
import io.sluice.kit.lifecycle.Service;
import io.sluice.kit.lifecycle.ServiceContext;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import io.sluice.model.topic.TelemetryTopics;
import java.time.Duration;

/**
 * Rolls clean readings up, on a Flink cluster within this process. Closing stores the state in a savepoint, in half a
 * minute at most; a process that is killed goes on from its last checkpoint.
 */
public final class StreamJobs implements Service {
    private static final String NAME = "sluice-jobs";
    private static final Duration TOPICS = Duration.ofSeconds(30);

    private final Settings settings;
    private final ServiceContext context;
    private final TelemetryTopics topics;
    private final LocalJob job;

    public StreamJobs(Settings settings, ServiceContext context) {
        this.settings = settings;
        this.context = context;
        this.topics = TelemetryTopics.withPrefix(settings.get(CommonSettings.TOPIC_PREFIX));
        this.job = new LocalJob(
                settings.get(CommonSettings.DATA_DIR).resolve("jobs"),
                settings.get(JobsSettings.CHECKPOINT_INTERVAL),
                parallelism(),
                settings.get(JobsSettings.REBUILD));
        context.health().ready(HealthCheck.of("jobs", job::ready));
        context.health().live(HealthCheck.of("jobs", job::live));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void start() throws Exception {
        String bootstrap = settings.get(CommonSettings.KAFKA_BOOTSTRAP);
        int partitions = settings.get(CommonSettings.PARTITIONS);
        // Flink first: it may start while the broker and its topics do.
        job.open();
        new TopicCheck(topics, partitions).await(bootstrap, TOPICS);
        JobMeters.register(NAME, context.meters());
        job.start(
                generation -> new RollupJob(
                        ReadingsSource.of(bootstrap, topics.readings(), NAME),
                        OutcomeSink.of(bootstrap, topics),
                        new RollupJob.Options(NAME, generation, partitions, parallelism())),
                context.meters());
    }

    /** A source thread without a partition would be idle for good. */
    private int parallelism() {
        return Math.min(settings.get(JobsSettings.PARALLELISM), settings.get(CommonSettings.PARTITIONS));
    }

    @Override
    public void close() {
        job.close();
        JobMeters.forget(NAME);
    }
}
