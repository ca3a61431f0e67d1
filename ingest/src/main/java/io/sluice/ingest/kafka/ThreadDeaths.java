package io.sluice.ingest.kafka;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a stream thread dies: its transaction is aborted, it is counted and, after a pause, replaced, so
 * that the batch is tried again and never skipped. A second process of the same name is beyond trying.
 */
final class ThreadDeaths implements StreamsUncaughtExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(ThreadDeaths.class);
    private static final long PAUSE_MILLIS = 1_000;

    private final IngestMeters meters;
    private final CountDownLatch closing;

    ThreadDeaths(IngestMeters meters, CountDownLatch closing) {
        this.meters = meters;
        this.closing = closing;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable death) {
        if (isOf(death, FencedInstanceIdException.class)) {
            log.atError().setCause(death).log("another ingest runs with this ingest.instance-id");
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        if (isOf(death, WakeupException.class)) {
            log.atWarn().log("stream thread was ended, since its clock went back, and is replaced");
        } else {
            log.atError().setCause(death).log("stream thread died and is replaced");
        }
        meters.threadReplaced();
        pause();
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private static boolean isOf(Throwable death, Class<? extends Throwable> kind) {
        for (Throwable cause = death; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /** On the dying thread: what kills the next one at once must not make a hot loop. */
    private void pause() {
        try {
            if (closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                log.atDebug().log("closing while a stream thread is replaced");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
