package io.sluice.api.hub;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hub's own thread: wakes when something changed or is due. */
public final class HubLoop implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HubLoop.class);

    private final StreamHub hub;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private boolean isChanged;
    private volatile boolean isClosed;

    public HubLoop(StreamHub hub, Clock clock) {
        this.hub = hub;
        this.clock = clock;
        this.thread = new Thread(this::loop, "api-frames");
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    public boolean isAlive() {
        return thread.isAlive();
    }

    /** Something was applied to the stores. Any thread. */
    public void changed() {
        lock.lock();
        try {
            isChanged = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void loop() {
        while (!isClosed) {
            try {
                long now = clock.millis();
                await(hub.run(now) - now);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                log.atError().setCause(e).log("a frame could not be made");
            }
        }
    }

    private void await(long millis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (!isChanged && left > 0 && !isClosed) {
                left = changed.awaitNanos(left);
            }
            isChanged = false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        isClosed = true;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
