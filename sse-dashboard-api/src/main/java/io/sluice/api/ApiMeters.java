package io.sluice.api;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sluice.api.history.RollupStore;
import io.sluice.api.hub.StreamHub;
import io.sluice.api.hub.StreamObserver;
import io.sluice.model.rollup.Tier;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The hub's events as Prometheus meters. */
final class ApiMeters implements StreamObserver {
    private static final Duration[] FRESHNESS_BUCKETS = {
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofMillis(750),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15)
    };

    private final MeterRegistry meters;
    private final Counter frames;
    private final Counter rollups;
    private final Counter conflated;
    private final Counter stalled;
    private final Map<Tier, Timer> endAge = new EnumMap<>(Tier.class);
    private final Map<Tier, Timer> readingAge = new EnumMap<>(Tier.class);

    ApiMeters(MeterRegistry meters) {
        this.meters = meters;
        frames = counter("sluice.stream.frames", "Shared frames made");
        rollups = counter("sluice.stream.frame.rollups", "Rollups in the shared frames");
        conflated = counter("sluice.stream.conflated", "Catch-up frames for viewers that missed a shared one");
        stalled = counter("sluice.stream.stalled", "Viewers given up because they took nothing");
        for (Tier tier : Tier.values()) {
            endAge.put(
                    tier,
                    timer(
                            "sluice.stream.freshness",
                            "From the end of a window to a frame that shows it, corrections included",
                            tier));
            readingAge.put(
                    tier,
                    timer(
                            "sluice.stream.reading.age",
                            "From the ts of a window's newest reading to a frame that shows it",
                            tier));
        }
    }

    /** By buckets alone: Prometheus takes no quantiles in a histogram. */
    private Timer timer(String name, String description, Tier tier) {
        return Timer.builder(name)
                .description(description)
                .tag("tier", tier.label())
                .serviceLevelObjectives(FRESHNESS_BUCKETS)
                .register(meters);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(meters);
    }

    void watch(StreamHub hub, RollupStore store, Supplier<Number> residue, Supplier<Number> devices) {
        gauge("sluice.stream.subscribers", "Streams open", hub::viewers);
        gauge("sluice.api.rollups", "Rollups held in memory", store::heldPoints);
        gauge("sluice.api.devices", "Devices known", devices);
        gauge("sluice.ledger.residue", "Messages the ledger cannot account for", residue);
    }

    void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value)
                .description(description)
                .strongReference(true)
                .register(meters);
    }

    /** Records of a topic that were no rollup, device or fact. */
    Counter badRecords(String topic) {
        return Counter.builder("sluice.api.bad.records")
                .description("Records that could not be read, and were skipped")
                .tag("topic", topic)
                .register(meters);
    }

    @Override
    public void frame(int count) {
        frames.increment();
        rollups.increment(count);
    }

    @Override
    public void conflated() {
        conflated.increment();
    }

    @Override
    public void freshness(Tier tier, long endAgeMillis, long readingAgeMillis) {
        record(endAge.get(tier), endAgeMillis);
        record(readingAge.get(tier), readingAgeMillis);
    }

    /** A device's clock may be ahead of ours. */
    private static void record(@Nullable Timer timer, long millis) {
        if (timer != null) {
            timer.record(Duration.ofMillis(Math.max(0, millis)));
        }
    }

    @Override
    public void stalled() {
        stalled.increment();
    }
}
