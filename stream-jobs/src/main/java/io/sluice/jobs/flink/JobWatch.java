package io.sluice.jobs.flink;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.kit.health.HealthState;
import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.executiongraph.ArchivedExecutionGraph;
import org.apache.flink.runtime.scheduler.ExecutionGraphInfo;
import org.apache.flink.runtime.scheduler.exceptionhistory.RootExceptionHistoryEntry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the job twice a second from a thread of its own, so that health checks and metrics answer at once from what
 * it saw last. Also notes the first complete checkpoint of a run, and then removes those of earlier runs.
 */
final class JobWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JobWatch.class);
    private static final long PERIOD_MILLIS = 500;
    private static final long CLOSE_MILLIS = 10_000;

    private final JobCluster cluster;
    private final CheckpointFolder folder;
    private final int generation;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "sluice-jobs-watch");
        made.setDaemon(true);
        return made;
    });

    private volatile HealthState running = HealthState.down("job is starting");
    private volatile boolean failed;
    private volatile long completedCheckpoints;
    private volatile long lastCheckpointMillis;
    private volatile long restores;
    private volatile long stateBytes;
    private boolean cleaned;

    JobWatch(JobCluster cluster, CheckpointFolder folder, int generation) {
        this.cluster = cluster;
        this.folder = folder;
        this.generation = generation;
    }

    void start(MeterRegistry meters) {
        gauge(meters, "sluice.jobs.running", "1 while every thread of the job runs", () -> running.isUp() ? 1 : 0);
        gauge(meters, "sluice.jobs.restores", "restores from a checkpoint in this run", () -> restores);
        gauge(meters, "sluice.jobs.checkpoints", "checkpoints completed in this run", () -> completedCheckpoints);
        gauge(
                meters,
                "sluice.jobs.checkpoint.timestamp.seconds",
                "when the latest checkpoint was complete, since 1970",
                () -> lastCheckpointMillis / 1000.0);
        gauge(meters, "sluice.jobs.state.bytes", "the latest checkpoint's size", () -> stateBytes);
        thread.scheduleWithFixedDelay(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void gauge(MeterRegistry meters, String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(meters);
    }

    /** Up while every thread of the job runs. */
    HealthState ready() {
        return running;
    }

    /** Down only where the job has ended: Flink itself restores one that fails. */
    HealthState live() {
        return failed ? running : HealthState.up();
    }

    long completedCheckpoints() {
        return completedCheckpoints;
    }

    private void look() {
        try {
            ExecutionGraphInfo info = cluster.look();
            ArchivedExecutionGraph graph = info.getArchivedExecutionGraph();
            running = state(graph, info);
            failed = graph.getState().isGloballyTerminalState();
            checkpoints(graph.getCheckpointStatsSnapshot());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            running = HealthState.down("Flink did not answer: " + e.getMessage());
            log.atWarn().setCause(e).log("job cannot be looked at");
        }
    }

    private HealthState state(ArchivedExecutionGraph graph, ExecutionGraphInfo info) {
        HealthState before = running;
        HealthState now = now(graph, info);
        if (before.isUp() && !now.isUp()) {
            log.atError().addKeyValue("why", now.reason()).log("job stopped running");
        } else if (!before.isUp() && now.isUp()) {
            log.atInfo().log("job runs");
        }
        return now;
    }

    private static HealthState now(ArchivedExecutionGraph graph, ExecutionGraphInfo info) {
        if (graph.getState() != JobStatus.RUNNING) {
            return HealthState.down("job is " + graph.getState() + cause(info));
        }
        for (AccessExecutionVertex vertex : graph.getAllExecutionVertices()) {
            if (vertex.getExecutionState() != ExecutionState.RUNNING) {
                return HealthState.down(
                        vertex.getTaskNameWithSubtaskIndex() + " is " + vertex.getExecutionState() + cause(info));
            }
        }
        return HealthState.up();
    }

    private static String cause(ExecutionGraphInfo info) {
        RootExceptionHistoryEntry last = null;
        Iterator<RootExceptionHistoryEntry> history = info.getExceptionHistory().iterator();
        while (history.hasNext()) {
            last = history.next();
        }
        String text = last == null ? "" : last.getExceptionAsString();
        int end = text.indexOf('\n');
        return text.isEmpty() ? "" : ": " + (end < 0 ? text : text.substring(0, end));
    }

    private void checkpoints(@Nullable CheckpointStatsSnapshot stats) throws IOException {
        if (stats == null) {
            return;
        }
        completedCheckpoints = stats.getCounts().getNumberOfCompletedCheckpoints();
        restores = stats.getCounts().getNumberOfRestoredCheckpoints();
        CompletedCheckpointStats latest = stats.getHistory().getLatestCompletedCheckpoint();
        if (latest == null) {
            return;
        }
        lastCheckpointMillis = latest.getLatestAckTimestamp();
        stateBytes = latest.getStateSize();
        if (!cleaned) {
            folder.checkpointed(generation, cluster.jobId().toHexString());
            cleaned = true;
        }
    }

    /** Waits for a look that is under way: it may be removing old snapshots while a new one is about to be stored. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                log.atWarn().log("job is still being looked at");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
