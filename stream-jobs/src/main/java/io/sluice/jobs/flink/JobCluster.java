package io.sluice.jobs.flink;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.scheduler.ExecutionGraphInfo;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.jspecify.annotations.Nullable;

/** A Flink cluster within this process that runs one job. */
final class JobCluster implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration SUBMIT = Duration.ofSeconds(60);
    private static final Duration CLOSE = Duration.ofSeconds(20);

    private final MiniCluster cluster;
    private final Configuration configuration;
    private @Nullable JobID job;

    JobCluster(Configuration configuration, int slots) {
        this.configuration = configuration;
        this.cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .setCommonBindAddress("127.0.0.1")
                .build());
    }

    void start() throws Exception {
        cluster.start();
    }

    /**
     * Starts the job, from a checkpoint where there is one.
     *
     * @return whether it came up; false where the checkpoint could not be restored
     */
    boolean submit(RollupJob rollups, @Nullable Path snapshot) throws Exception {
        StreamGraph graph = rollups.graph(configuration);
        if (snapshot != null) {
            // Not claimed: Flink leaves the files alone, and an older checkpoint stays a way back.
            graph.setSavepointRestoreSettings(
                    SavepointRestoreSettings.forPath(snapshot.toUri().toString(), false, RecoveryClaimMode.NO_CLAIM));
        }
        JobID submitted = cluster.submitJob(graph.getJobGraph())
                .get(SUBMIT.toSeconds(), TimeUnit.SECONDS)
                .getJobID();
        JobStatus status = cluster.getJobStatus(submitted).get(ANSWER.toSeconds(), TimeUnit.SECONDS);
        while (status == JobStatus.INITIALIZING) {
            TimeUnit.MILLISECONDS.sleep(10);
            status = cluster.getJobStatus(submitted).get(ANSWER.toSeconds(), TimeUnit.SECONDS);
        }
        if (status.isGloballyTerminalState()) {
            return false;
        }
        job = submitted;
        return true;
    }

    JobID jobId() {
        if (job == null) {
            throw new IllegalStateException("a job must have been submitted, was not");
        }
        return job;
    }

    ExecutionGraphInfo look() throws ExecutionException, InterruptedException, TimeoutException {
        return cluster.getExecutionGraphInfo(jobId()).get(ANSWER.toSeconds(), TimeUnit.SECONDS);
    }

    /** Stores the state and ends the job; the answer is where the state lies. */
    String stopWithSavepoint(Path folder, Duration timeout)
            throws ExecutionException, InterruptedException, TimeoutException {
        return cluster.stopWithSavepoint(jobId(), folder.toUri().toString(), false, SavepointFormatType.NATIVE)
                .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    void cancel() throws ExecutionException, InterruptedException, TimeoutException {
        cluster.cancelJob(jobId()).get(ANSWER.toSeconds(), TimeUnit.SECONDS);
    }

    boolean hasJob() {
        return job != null;
    }

    @Override
    public void close() throws Exception {
        cluster.closeAsync().get(CLOSE.toSeconds(), TimeUnit.SECONDS);
    }
}
