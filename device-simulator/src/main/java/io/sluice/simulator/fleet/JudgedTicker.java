package io.sluice.simulator.fleet;

import io.sluice.simulator.fleet.Schedule.Moment;
import io.sluice.simulator.mqtt.BreakableLink;
import java.time.Clock;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lets one judged device speak when its scenario has it speak. Runs on the given executor, one thing at a time. */
public final class JudgedTicker {
    private final JudgedDevice device;
    private final Schedule schedule;
    private final ScheduledExecutorService executor;
    private final Clock clock;

    private long beginNanos;
    private boolean started;
    private boolean connected;
    private long boots;
    private volatile boolean stopped;
    private volatile @Nullable Future<?> next;

    public JudgedTicker(JudgedDevice device, Schedule schedule, ScheduledExecutorService executor, Clock clock) {
        this.device = device;
        this.schedule = schedule;
        this.executor = executor;
        this.clock = clock;
    }

    /** @param nanos when the scenario begins, in {@link System#nanoTime}'s terms */
    public void start(long nanos) {
        beginNanos = nanos;
        waitForNext();
    }

    /** Nothing more is said; what waits for a connection gets one. */
    public void stop() {
        stopped = true;
        Future<?> waiting = next;
        if (waiting != null) {
            waiting.cancel(false);
        }
        executor.execute(() -> {
            device.finish();
            if (device.link().outstanding() > 0) {
                connect();
            }
        });
    }

    private void waitForNext() {
        long nextMillis = schedule.nextMillis();
        if (!stopped && nextMillis != Long.MAX_VALUE) {
            long delayNanos = beginNanos + TimeUnit.MILLISECONDS.toNanos(nextMillis) - System.nanoTime();
            next = executor.schedule(this::run, Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
        }
    }

    private void run() {
        if (stopped) {
            return;
        }
        Moment now = schedule.next();
        if (now.boots() != boots) {
            boots = now.boots();
            device.reboot();
            device.link().reset();
        }
        if (now.isConnected() != connected) {
            connected = now.isConnected();
            if (connected) {
                connect();
            } else {
                device.link().suspend();
            }
        }
        if (now.measures()) {
            device.tick(clock.millis());
        }
        waitForNext();
    }

    private void connect() {
        BreakableLink link = device.link();
        if (started) {
            link.resume();
        } else {
            started = true;
            link.start();
        }
    }
}
