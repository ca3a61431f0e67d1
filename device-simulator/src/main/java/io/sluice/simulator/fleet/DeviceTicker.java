package io.sluice.simulator.fleet;

import io.sluice.simulator.fleet.Schedule.Moment;
import io.sluice.simulator.mqtt.DeviceLink;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one device play its part in real time, and gives it a connection when its schedule has one. Runs on the given
 * executor, one thing at a time.
 */
public final class DeviceTicker {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceTicker.class);

    private final DevicePart part;
    private final Schedule schedule;
    private final DeviceLink link;
    private final ScheduledExecutorService executor;

    private long beginNanos;
    private long boots;
    private boolean started;
    private boolean connected;
    private boolean silent;
    private boolean abandoned;
    private volatile boolean stopped;
    private @Nullable RuntimeException fault;
    private volatile @Nullable Future<?> next;

    DeviceTicker(DevicePart part, Schedule schedule, DeviceLink link, ScheduledExecutorService executor) {
        this.part = part;
        this.schedule = schedule;
        this.link = link;
        this.executor = executor;
    }

    public static DeviceTicker of(
            SimulatedDevice device,
            Schedule schedule,
            String epochPrefix,
            Outbox outbox,
            ScheduledExecutorService executor) {
        return new DeviceTicker(new DeviceScript(device, epochPrefix, outbox), schedule, outbox.link(), executor);
    }

    public static DeviceTicker of(JudgedDevice device, Schedule schedule, ScheduledExecutorService executor) {
        return new DeviceTicker(device, schedule, device.link(), executor);
    }

    /**
     * @param nanos when the scenario begins, in {@link System#nanoTime}'s terms
     * @param millis the same, as the clock has it
     */
    public void begin(long nanos, long millis) {
        beginNanos = nanos;
        part.begin(millis);
    }

    /** What it was to do since the beginning comes at once. Where devices share a connection, all begin before. */
    public void start() {
        waitForNext();
    }

    /**
     * Has the device say the last that it has to say; what waits for a connection gets one.
     *
     * @return done when all is with the link; failed where the simulation of the device has
     */
    public CompletableFuture<Void> stop() {
        endWaiting();
        return CompletableFuture.runAsync(this::finish, executor);
    }

    private void finish() {
        if (fault != null) {
            throw new IllegalStateException("device " + part.id() + " must be simulated to the end, was not", fault);
        }
        if (!abandoned) {
            part.finish();
            if (link.outstanding() > 0) {
                connect();
            }
        }
    }

    /** Nothing more is said, not even a last word, and what waits gets no connection. On the executor. */
    public void abandon() {
        abandoned = true;
        endWaiting();
    }

    private void endWaiting() {
        stopped = true;
        Future<?> waiting = next;
        if (waiting != null) {
            waiting.cancel(false);
        }
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
        try {
            play();
            waitForNext();
        } catch (RuntimeException e) {
            fault = e;
            LOG.atError()
                    .addKeyValue("device", part.id())
                    .setCause(e)
                    .log("The simulation of a device failed; it measures nothing more");
        }
    }

    /** What the schedule has next, whatever the time is. */
    void play() {
        Moment now = schedule.next();
        if (now.boots() != boots) {
            boots = now.boots();
            part.reboot(now);
            breakOff();
        }
        if (now.isConnected() != connected) {
            connected = now.isConnected();
            if (connected) {
                part.connect();
                connect();
            } else {
                link.suspend();
            }
        }
        if (now.isSilent() && !silent) {
            part.fallSilent(now);
        }
        silent = now.isSilent();
        if (now.measures()) {
            part.measure(now);
        }
    }

    private void connect() {
        if (started) {
            link.resume();
        } else {
            started = true;
            link.start();
        }
    }

    private void breakOff() {
        if (started) {
            link.suspend();
            if (connected) {
                link.resume();
            }
        }
    }
}
