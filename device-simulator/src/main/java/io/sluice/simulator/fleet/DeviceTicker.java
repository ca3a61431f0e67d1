package io.sluice.simulator.fleet;

import io.sluice.simulator.mqtt.DeviceLink;
import io.sluice.simulator.mqtt.Publication;
import io.sluice.simulator.mqtt.PublishTally;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lets one device play its part in real time. Runs on the given executor, one thing at a time. */
public final class DeviceTicker {
    private final DeviceScript script;
    private final DeviceLink link;
    private final ScheduledExecutorService executor;
    private final PublishTally tally;
    private final Outlet outlet = new Outlet();

    private long startNanos;
    private volatile long held;
    private volatile long dropped;
    private volatile boolean stopped;
    private volatile @Nullable Future<?> next;
    private boolean started;
    private boolean connected;

    private DeviceTicker(DeviceScript script, DeviceLink link, ScheduledExecutorService executor, PublishTally tally) {
        this.script = script;
        this.link = link;
        this.executor = executor;
        this.tally = tally;
    }

    public static DeviceTicker of(
            SimulatedDevice device,
            Schedule schedule,
            String epochPrefix,
            DeviceLink link,
            ScheduledExecutorService executor,
            PublishTally tally) {
        return new DeviceTicker(new DeviceScript(device, schedule, epochPrefix), link, executor, tally);
    }

    /**
     * @param beginNanos when the scenario begins, in {@link System#nanoTime}'s terms
     * @param beginMillis the same, as the clock has it
     */
    public void start(long beginNanos, long beginMillis) {
        startNanos = beginNanos;
        script.beginAt(beginMillis);
        schedule();
    }

    private void schedule() {
        long nextMillis = script.nextMillis();
        if (!stopped && nextMillis != Long.MAX_VALUE) {
            long delayNanos = startNanos + TimeUnit.MILLISECONDS.toNanos(nextMillis) - System.nanoTime();
            next = executor.schedule(this::run, Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
        }
    }

    private void run() {
        if (!stopped) {
            script.run(outlet);
            schedule();
        }
    }

    public void stop() {
        stopped = true;
        Future<?> waiting = next;
        if (waiting != null) {
            waiting.cancel(false);
        }
        executor.execute(() -> {
            script.finish(outlet);
            if (link.outstanding() > 0) {
                outlet.connect();
            }
        });
    }

    public void close() {
        link.close();
    }

    public boolean isConnected() {
        return link.isConnected();
    }

    /** Messages that were not made since there was no room for them. */
    public long held() {
        return held;
    }

    /** Messages that were made and lost on the device since there was no room for them. */
    public long dropped() {
        return dropped;
    }

    private final class Outlet implements DeviceScript.Outlet {
        @Override
        public boolean publish(Publication publication) {
            tally.published();
            boolean taken = link.publish(publication);
            if (!taken) {
                tally.withdrawn();
            }
            return taken;
        }

        @Override
        public void connect() {
            connected = true;
            if (started) {
                link.resume();
            } else {
                started = true;
                link.start();
            }
        }

        @Override
        public void disconnect() {
            connected = false;
            link.suspend();
        }

        @Override
        public void reboot() {
            if (started) {
                link.suspend();
                if (connected) {
                    link.resume();
                }
            }
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
        public void dropped(int messages) {
            dropped += messages;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
        public void held() {
            held++;
        }
    }
}
