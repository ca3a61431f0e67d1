package io.sluice.simulator.fleet;

import io.sluice.simulator.mqtt.DeviceLink;
import io.sluice.simulator.mqtt.PublishTally;
import java.time.Clock;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lets one device speak once a period. Ticks run on the given executor, one at a time. */
public final class DeviceTicker {
    private final SimulatedDevice device;
    private final String epoch;
    private final DeviceLink link;
    private final ScheduledExecutorService executor;
    private final Clock clock;
    private final PublishTally tally;

    private long seq;
    private volatile long held;
    private volatile boolean stopped;
    private @Nullable Future<?> ticks;

    public DeviceTicker(
            SimulatedDevice device,
            String epoch,
            DeviceLink link,
            ScheduledExecutorService executor,
            Clock clock,
            PublishTally tally) {
        this.device = device;
        this.epoch = epoch;
        this.link = link;
        this.executor = executor;
        this.clock = clock;
        this.tally = tally;
    }

    public void start(long connectDelayMillis, long periodMillis) {
        executor.schedule(link::start, connectDelayMillis, TimeUnit.MILLISECONDS);
        long first = connectDelayMillis + device.phaseMillis(periodMillis);
        ticks = executor.scheduleAtFixedRate(this::tick, first, periodMillis, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        if (stopped) {
            return;
        }
        tally.published();
        if (link.publish(device.message(clock.millis(), epoch, seq + 1))) {
            seq++;
        } else {
            tally.withdrawn();
            held++;
        }
    }

    public void stop() {
        stopped = true;
        if (ticks != null) {
            ticks.cancel(false);
        }
    }

    public void close() {
        link.close();
    }

    public boolean isConnected() {
        return link.isConnected();
    }

    public long held() {
        return held;
    }
}
