package io.sluice.simulator;

import io.sluice.simulator.fleet.DeviceTicker;
import io.sluice.simulator.fleet.Outbox;
import io.sluice.simulator.fleet.Scenario;
import io.sluice.simulator.fleet.Schedule;
import io.sluice.simulator.fleet.SimulatedDevice;
import io.sluice.simulator.mqtt.Failures;
import io.sluice.simulator.mqtt.LinkLoops;
import io.sluice.simulator.mqtt.PublishCounts;
import io.sluice.simulator.mqtt.PublishTally;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fleet of simulated devices against an MQTT broker. Most share a few event loops; the first ones go through Eclipse
 * Paho as reference. Every device plays the part that its scenario has for it; what it can not send it keeps as far as
 * its type has room, and then it stops measuring or loses what it measures.
 *
 * <p>{@link #start}, {@link #stop} and {@link #close} are one caller's; counters may be read from any thread.
 */
public final class Fleet implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);
    private static final int CONNECTS_A_SECOND = 2_000;

    private final FleetOptions options;
    private final Clock clock;
    private final PublishTally tally = new PublishTally();
    private final LinkLoops loops;
    private final List<DeviceTicker> tickers = new ArrayList<>();
    private final List<Outbox> outboxes = new ArrayList<>();
    private boolean stopped;

    /**
     * @throws IllegalArgumentException where no scenario has that name, or its devices need a user each and have none
     */
    public Fleet(FleetOptions options) {
        this(options, Clock.systemUTC());
    }

    Fleet(FleetOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
        Scenario scenario = Scenario.named(options.scenario());
        List<SimulatedDevice> devices = scenario.devices(options.devices(), options.seed());
        checkUsers(devices);
        this.loops = new LinkLoops("fleet", Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
        String epoch = "f" + Long.toString(clock.millis(), Character.MAX_RADIX);
        SplittableRandom random = new SplittableRandom(options.seed());
        FleetConnections connections = new FleetConnections(options, loops, random, tally);
        for (int i = 0; i < devices.size(); i++) {
            SimulatedDevice device = devices.get(i);
            Outbox outbox = connections.outbox(device);
            outboxes.add(outbox);
            long joinMillis = i * 1000L / CONNECTS_A_SECOND;
            Schedule schedule = new Schedule(device, scenario.stages(), joinMillis, options.periodMillis());
            tickers.add(DeviceTicker.of(device, schedule, epoch, outbox, loops.executor()));
        }
    }

    private void checkUsers(List<SimulatedDevice> devices) {
        boolean isNeeded = devices.stream().anyMatch(SimulatedDevice::isNamedByItsUser);
        if (isNeeded && !options.access().isPerDevice() && options.authority() == null) {
            throw new IllegalArgumentException(
                    "user must hold {device} where a type has format thingsboard, whose topic"
                            + " names no device, was " + options.access().user());
        }
    }

    public void start() {
        long beginNanos = System.nanoTime();
        long beginMillis = clock.millis();
        tickers.forEach(ticker -> ticker.begin(beginNanos, beginMillis));
        tickers.forEach(DeviceTicker::start);
        LOG.atInfo()
                .addKeyValue("scenario", options.scenario())
                .addKeyValue("devices", options.devices())
                .addKeyValue("broker", options.broker())
                .log("Fleet started");
    }

    public PublishCounts counts() {
        return tally.counts();
    }

    /** What the broker would not have. */
    public Failures failures() {
        return loops.failures();
    }

    public int connected() {
        return (int)
                outboxes.stream().filter(outbox -> outbox.link().isConnected()).count();
    }

    /** Messages not made because a device's link was full. */
    public long held() {
        return outboxes.stream().mapToLong(Outbox::held).sum();
    }

    /** Messages that were made and lost on their device, since it had no room for them. */
    public long dropped() {
        return outboxes.stream().mapToLong(Outbox::dropped).sum();
    }

    /**
     * Stops producing, waits for outstanding answers up to the drain timeout, disconnects. Idempotent.
     *
     * @throws java.util.concurrent.CompletionException where the simulation of a device has failed
     */
    public PublishCounts stop() {
        if (!stopped) {
            stopped = true;
            try {
                CompletableFuture.allOf(tickers.stream().map(DeviceTicker::stop).toArray(CompletableFuture[]::new))
                        .join();
            } finally {
                awaitAnswers();
                outboxes.forEach(outbox -> outbox.link().close());
                loops.close();
            }
        }
        return counts();
    }

    private void awaitAnswers() {
        long deadline = System.nanoTime() + options.drainTimeout().toNanos();
        try {
            while (counts().unacked() > 0 && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
