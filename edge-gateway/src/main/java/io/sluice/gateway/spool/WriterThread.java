package io.sluice.gateway.spool;

import io.sluice.gateway.scheduler.ShortTimeSlice;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The spool's one writer at work: what waits is written in groups, and between groups the ledger's facts are handed on.
 * A step is made by its thread, or by a simulation in the thread's place, which never waits. A step that fails poisons
 * the spool: the queue is closed, the listener told, and there is no further one.
 */
final class WriterThread {
    private static final long WAIT_MILLIS = 200;

    private final AppendQueue queue;
    private final GroupWriter groups;
    private final FactCycle facts;
    private final Commits commits;
    private final GroupPace pace;
    private final Thread thread = new Thread(this::run, "spool-writer");
    private volatile @Nullable Throwable failure;
    private boolean isEnded;

    WriterThread(AppendQueue queue, GroupWriter groups, FactCycle facts, Commits commits, GroupPace pace) {
        this.queue = queue;
        this.groups = groups;
        this.facts = facts;
        this.commits = commits;
        this.pace = pace;
    }

    void start() {
        thread.setPriority(Thread.MAX_PRIORITY); // as the event loops have, which wait for it
        try (ShortTimeSlice slice = ShortTimeSlice.begin()) {
            thread.start();
        }
    }

    private void run() {
        try {
            while (!step()) {
                queue.await(WAIT_MILLIS);
            }
        } catch (InterruptedException e) {
            fail(e);
        }
    }

    /** All that can be done at once; true when the log has ended. */
    boolean step() {
        try {
            GroupWriter.Progress progress = groups.step();
            while (progress == GroupWriter.Progress.WORKED) {
                facts.step(commits.durablePosition());
                if (pace.isWorthWaiting(groups.groupEntries()) && thread.isAlive()) {
                    pace.waited(queue.gather(GroupPace.LARGE, GroupPace.AT_MOST_MILLIS));
                }
                progress = groups.step();
            }
            boolean isStalled = progress == GroupWriter.Progress.STALLED;
            queue.stall(isStalled);
            commits.resumeIfFree();
            while (facts.step(commits.durablePosition())) {
                if (!queue.isEmpty()) {
                    return false;
                }
            }
            return queue.isClosed() && (isStalled || queue.isEmpty());
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
            return true;
        }
    }

    private void fail(Throwable cause) {
        failure = cause;
        queue.close();
        commits.failed(cause);
    }

    /** Why the spool is poisoned, null where it is not. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Takes nothing more, writes what was taken, as far as there is room, and ends; waits for it. */
    void close() {
        queue.close();
        if (thread.isAlive()) {
            join();
        }
        try {
            if (failure == null && !isEnded) {
                facts.finish(commits.durablePosition());
            }
            isEnded = true;
            groups.close();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        }
    }

    private void join() {
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
