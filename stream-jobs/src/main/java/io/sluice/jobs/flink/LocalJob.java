package io.sluice.jobs.flink;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.kit.health.HealthState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job in this process: started from the newest checkpoint that is whole, drained into a savepoint. Not thread-safe,
 * except for the health states.
 */
public final class LocalJob implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LocalJob.class);
    private static final Duration DRAIN = Duration.ofSeconds(20);

    private final CheckpointFolder folder;
    private final Duration checkpointInterval;
    private final int slots;
    private final boolean rebuild;
    private @Nullable JobCluster cluster;
    private volatile @Nullable JobWatch watch;

    /**
     * @param folder kept between runs
     * @param rebuild begin anew in a higher generation where every checkpoint is lost
     */
    public LocalJob(Path folder, Duration checkpointInterval, int slots, boolean rebuild) {
        this.folder = new CheckpointFolder(folder);
        this.checkpointInterval = checkpointInterval;
        this.slots = slots;
        this.rebuild = rebuild;
    }

    /** Starts Flink, which takes longer than anything else and needs nothing else. */
    public void open() throws Exception {
        folder.prepare();
        JobCluster made = new JobCluster(ClusterConfig.of(folder, checkpointInterval), slots);
        cluster = made;
        made.start();
    }

    /**
     * @param job makes the job for a generation of the rollups
     * @throws EnvironmentException where checkpoints existed, none can be restored, and no rebuild was asked for
     */
    public void start(IntFunction<RollupJob> job, MeterRegistry meters) throws Exception {
        JobCluster made = Objects.requireNonNull(cluster, "open must come before start");
        int generation = restoreOrBegin(made, job);
        JobWatch watching = new JobWatch(made, folder, generation);
        watching.start(meters);
        watch = watching;
    }

    public HealthState ready() {
        JobWatch watching = watch;
        return watching == null ? HealthState.down("job is not started") : watching.ready();
    }

    public HealthState live() {
        JobWatch watching = watch;
        return watching == null ? HealthState.up() : watching.live();
    }

    /** Of this run. */
    long completedCheckpoints() {
        JobWatch watching = watch;
        return watching == null ? 0 : watching.completedCheckpoints();
    }

    private int restoreOrBegin(JobCluster made, IntFunction<RollupJob> job) throws Exception {
        int generation = folder.generation();
        List<Path> candidates = folder.candidates();
        for (Path snapshot : candidates) {
            if (CheckpointFolder.isWhole(snapshot) && made.submit(job.apply(generation), snapshot)) {
                log.atInfo()
                        .addKeyValue("snapshot", snapshot)
                        .addKeyValue("generation", generation)
                        .log("job restored");
                return generation;
            }
            log.atWarn().addKeyValue("snapshot", snapshot).log("checkpoint cannot be restored, trying an older one");
        }
        return begin(made, job);
    }

    private int begin(JobCluster made, IntFunction<RollupJob> job) throws Exception {
        int generation = folder.begin(rebuild);
        if (!made.submit(job.apply(generation), null)) {
            throw new IllegalStateException("job must come up without a checkpoint, did not");
        }
        log.atInfo().addKeyValue("generation", generation).log("job begins without a checkpoint");
        return generation;
    }

    /** Stores the state and stops, in half a minute at most: without a savepoint the last checkpoint stands. */
    @Override
    public void close() {
        JobWatch watching = watch;
        watch = null;
        if (watching != null) {
            watching.close();
        }
        JobCluster closing = cluster;
        cluster = null;
        if (closing == null) {
            return;
        }
        try (closing) {
            if (closing.hasJob()) {
                drain(closing);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            log.atWarn().setCause(e).log("Flink did not stop in time");
        }
    }

    private void drain(JobCluster closing) throws ExecutionException, InterruptedException, TimeoutException {
        try {
            String savepoint = closing.stopWithSavepoint(folder.savepoints(), DRAIN);
            folder.write(folder.generation(), true);
            log.atInfo().addKeyValue("savepoint", savepoint).log("job stopped");
        } catch (ExecutionException | TimeoutException | IOException e) {
            log.atWarn().setCause(e).log("job could not store its state, the last checkpoint stands");
            closing.cancel();
        }
    }
}
