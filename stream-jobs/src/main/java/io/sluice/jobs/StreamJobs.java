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
import java.util.concurrent.ExecutionException;

/**
 * Rolls clean readings up, on a Flink cluster within this process. Closing stores the state in a savepoint, in half a
 * minute at most; a process that is killed goes on from its last checkpoint.
 */
public final class StreamJobs implements Service {
    static final String NAME = "sluice-jobs";
    private static final Duration TOPICS = Duration.ofSeconds(30);

    private final Settings settings;
    private final ServiceContext context;
    private final LocalJob job;

    public StreamJobs(Settings settings, ServiceContext context) {
        this.settings = settings;
        this.context = context;
        this.job = new LocalJob(
                settings.get(CommonSettings.DATA_DIR).resolve("jobs"),
                settings.get(JobsSettings.CHECKPOINT_INTERVAL),
                parallelism(settings),
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
        // Flink first: it may start while the broker and its topics do.
        job.open();
        awaitTopics(settings);
        JobMeters.register(NAME, context.meters());
        job.start(generation -> job(settings, generation), context.meters());
    }

    /** The job between the topics that the settings name. */
    static RollupJob job(Settings settings, int generation) {
        String bootstrap = settings.get(CommonSettings.KAFKA_BOOTSTRAP);
        TelemetryTopics topics = topics(settings);
        return new RollupJob(
                ReadingsSource.of(bootstrap, topics.readings(), NAME),
                OutcomeSink.of(bootstrap, topics),
                new RollupJob.Options(
                        NAME, generation, settings.get(CommonSettings.PARTITIONS), parallelism(settings)));
    }

    /** Waits until the topics are there. */
    static void awaitTopics(Settings settings) throws ExecutionException, InterruptedException {
        new TopicCheck(topics(settings), settings.get(CommonSettings.PARTITIONS))
                .await(settings.get(CommonSettings.KAFKA_BOOTSTRAP), TOPICS);
    }

    private static TelemetryTopics topics(Settings settings) {
        return TelemetryTopics.withPrefix(settings.get(CommonSettings.TOPIC_PREFIX));
    }

    /** A source thread without a partition would be idle for good. */
    private static int parallelism(Settings settings) {
        return Math.min(settings.get(JobsSettings.PARALLELISM), settings.get(CommonSettings.PARTITIONS));
    }

    @Override
    public void close() {
        job.close();
        JobMeters.forget(NAME);
    }
}
