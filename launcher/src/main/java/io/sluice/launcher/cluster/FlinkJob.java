package io.sluice.launcher.cluster;

import io.sluice.jobs.JobsSettings;
import io.sluice.jobs.flink.CheckpointFolder;
import io.sluice.jobs.flink.CheckpointFolder.RestorePoint;
import io.sluice.kit.lifecycle.Service;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Setting;
import io.sluice.kit.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the rollup job on the Flink cluster: submits it from the newest checkpoint wherever Flink has none, which is at
 * the start and after the JobManager died; a TaskManager's death Flink mends by itself. Closing stores a savepoint.
 */
final class FlinkJob implements Service {
    private static final Logger log = LoggerFactory.getLogger(FlinkJob.class);
    private static final long PERIOD_MILLIS = 500;
    private static final Duration SAVEPOINT = Duration.ofSeconds(30);

    private final FlinkRest flink;
    private final Path jar;
    private final CheckpointFolder folder;
    private final Settings settings;
    private final Thread thread = new Thread(this::run, "flink-job");
    private volatile boolean closing;
    private volatile boolean running;
    private volatile @Nullable String fault;
    private @Nullable String noted;
    private @Nullable String uploaded;
    private int generation;

    FlinkJob(FlinkRest flink, Path jar, CheckpointFolder folder, Settings settings) {
        this.flink = flink;
        this.jar = jar;
        this.folder = folder;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "flink-job";
    }

    @Override
    public void start() throws IOException {
        folder.prepare();
        thread.start();
    }

    boolean isRunning() {
        return running;
    }

    /** Why the job cannot be started, null while it can. */
    @Nullable
    String fault() {
        return fault;
    }

    private void run() {
        try {
            while (!closing && fault == null) {
                look();
                TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
            }
        } catch (InterruptedException e) {
            running = false;
        }
    }

    private void look() throws InterruptedException {
        try {
            Optional<FlinkRest.Job> job =
                    flink.jobs().stream().filter(each -> !each.isOver()).findFirst();
            running = job.isPresent() && job.get().isRunning();
            if (job.isPresent()) {
                noteCheckpoint(job.get().id());
            } else if (flink.freeSlots() > 0) {
                submit();
            }
        } catch (IOException e) {
            running = false;
            log.atDebug().setCause(e).log("Flink does not answer");
        } catch (IllegalStateException e) {
            fault = e.getMessage();
        }
    }

    private void noteCheckpoint(String job) throws IOException, InterruptedException {
        if (!job.equals(noted) && flink.hasCheckpoint(job)) {
            folder.checkpointed(generation, job);
            noted = job;
        }
    }

    private void submit() throws IOException, InterruptedException {
        RestorePoint from = folder.restorePoint(settings.get(JobsSettings.REBUILD));
        generation = from.generation();
        try {
            String jarId = uploaded == null ? flink.upload(jar) : uploaded;
            uploaded = jarId;
            flink.run(jarId, arguments(), from.snapshot());
        } catch (IOException e) {
            // Another JobManager does not have the jar.
            uploaded = null;
            log.atWarn().addKeyValue("why", e.getMessage()).log("job could not be submitted, trying again");
            throw e;
        }
        log.atInfo()
                .addKeyValue("snapshot", String.valueOf(from.snapshot()))
                .addKeyValue("generation", generation)
                .log("job submitted");
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        for (Setting<?> setting : List.of(
                CommonSettings.KAFKA_BOOTSTRAP,
                CommonSettings.TOPIC_PREFIX,
                CommonSettings.PARTITIONS,
                JobsSettings.PARALLELISM)) {
            arguments.add(setting.key() + "=" + settings.get(setting));
        }
        arguments.add(JobsSettings.CHECKPOINT_INTERVAL.key() + "="
                + settings.get(JobsSettings.CHECKPOINT_INTERVAL).toMillis() + "ms");
        arguments.add(JobsSettings.GENERATION.key() + "=" + generation);
        return arguments;
    }

    /** In half a minute at most; without a savepoint the last checkpoint stands. */
    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join();
            stopJob();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            log.atWarn().setCause(e).log("job could not store its state, the last checkpoint stands");
        }
    }

    private void stopJob() throws IOException, InterruptedException {
        long deadlineNanos = System.nanoTime() + SAVEPOINT.toNanos();
        for (FlinkRest.Job job : flink.jobs()) {
            if (!job.isOver()) {
                flink.stop(job.id(), folder.savepoints());
                while (System.nanoTime() < deadlineNanos
                        && flink.job(job.id()).filter(each -> !each.isOver()).isPresent()) {
                    TimeUnit.MILLISECONDS.sleep(100);
                }
            }
        }
    }
}
