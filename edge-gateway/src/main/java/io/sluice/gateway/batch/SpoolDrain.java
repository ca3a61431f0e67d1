package io.sluice.gateway.batch;

import io.sluice.gateway.spool.Mark;
import io.sluice.gateway.spool.Spool;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The thread that drains a spool into a sink. */
public final class SpoolDrain {
    private static final long REPORT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Drain drain;
    private final Thread thread = new Thread(this::run, "spool-drain");
    private volatile Mark mark;
    private volatile long oldestMillis;
    private volatile @Nullable Throwable failure;
    private volatile long deadlineNanos;
    private volatile boolean isClosing;
    private long nextReportNanos = System.nanoTime();

    public SpoolDrain(Spool spool, BatchSink sink, BatchEncoder encoder, DrainOptions options, BatchObserver observer)
            throws IOException {
        this.drain = new Drain(spool, sink, encoder, options, observer, this::wake);
        this.mark = spool.startMark();
        spool.onDurable(this::wake);
    }

    public void start() {
        thread.start();
    }

    private void wake() {
        LockSupport.unpark(thread);
    }

    private void run() {
        try {
            while (!isDone()) {
                long waitNanos = drain.step(System.nanoTime());
                report();
                if (waitNanos > 0) {
                    LockSupport.parkNanos(waitNanos);
                }
            }
            mark = drain.mark();
            drain.close();
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        }
    }

    private boolean isDone() {
        if (!isClosing) {
            return false;
        }
        drain.flush();
        return drain.isDrained() || System.nanoTime() - deadlineNanos >= 0;
    }

    private void report() {
        long nowNanos = System.nanoTime();
        if (nowNanos - nextReportNanos >= 0) {
            nextReportNanos = nowNanos + REPORT_NANOS;
            mark = drain.mark();
            oldestMillis = drain.oldestMillis();
        }
    }

    /** How far Kafka has acknowledged, a moment ago. */
    public Mark mark() {
        return mark;
    }

    /** When the oldest record was appended that Kafka does not have yet; 0 where it has all. */
    public long oldestMillis() {
        return oldestMillis;
    }

    /** Why it has stopped though nobody closed it; null where it has not. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** Sends what is in the spool and waits for the acknowledgements, but no longer than this; then ends the thread. */
    public void close(Duration bound) {
        deadlineNanos = System.nanoTime() + bound.toNanos();
        isClosing = true;
        wake();
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                isInterrupted = true;
                deadlineNanos = System.nanoTime();
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
