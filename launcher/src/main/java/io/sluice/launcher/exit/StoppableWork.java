package io.sluice.launcher.exit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** What may wait for others for long, and what a signal ends by an interrupt. */
public final class StoppableWork {
    private static final Duration STEP = Duration.ofMillis(20);

    private final StopSignal stop;

    public StoppableWork(StopSignal stop) {
        this.stop = stop;
    }

    /**
     * @param work true where all was done; clears up after itself where it fails
     * @return false where a signal came first: how it ended then is of no interest
     */
    public boolean run(Callable<Boolean> work) throws Exception {
        FutureTask<Boolean> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "work");
        thread.start();
        while (!task.isDone()) {
            if (stop.await(STEP)) {
                thread.interrupt();
                thread.join();
                return false;
            }
        }
        return outcome(task);
    }

    private static boolean outcome(FutureTask<Boolean> task) throws Exception {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
