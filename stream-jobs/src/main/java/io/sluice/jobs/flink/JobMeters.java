package io.sluice.jobs.flink;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.jobs.rollup.RollupCounters;
import io.sluice.model.rollup.Tier;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.MetricGroup;

/**
 * The job's counters, shared by its threads. Flink makes operators by deserializing them, so they find their meters by
 * the name of the job in this process. On a Flink cluster there is none: there each thread has its own, which Flink's
 * reporter shows.
 */
public final class JobMeters implements RollupCounters {
    private static final Map<String, JobMeters> BY_JOB = new ConcurrentHashMap<>();

    private final Counter messagesMerged;
    private final Counter messagesLate;
    private final Counter readingsMerged;
    private final Counter readingsLate;
    private final Counter undecodable;
    private final Map<Tier, Counter> lateByTier = new EnumMap<>(Tier.class);
    private final Map<Tier, Counter> rollups = new EnumMap<>(Tier.class);
    private final Map<Tier, Timer> emitDelay = new EnumMap<>(Tier.class);

    private JobMeters(MeterRegistry meters) {
        messagesMerged = messages(meters, "merged");
        messagesLate = messages(meters, "late");
        readingsMerged = readings(meters, "merged");
        readingsLate = readings(meters, "late");
        undecodable = Counter.builder("sluice.jobs.undecodable")
                .description("records of telemetry.readings that are no batch, passed over")
                .register(meters);
        for (Tier tier : Tier.values()) {
            lateByTier.put(tier, late(meters, tier));
            rollups.put(tier, rollups(meters, tier));
            emitDelay.put(tier, delay(meters, tier));
        }
    }

    /** Makes the counters of a job in this process. */
    public static void register(String job, MeterRegistry meters) {
        BY_JOB.put(job, new JobMeters(meters));
    }

    public static void forget(String job) {
        BY_JOB.remove(job);
    }

    /** @param group shows the counters where the job's process is Flink's */
    public static JobMeters of(String job, MetricGroup group) {
        JobMeters meters = BY_JOB.get(job);
        return meters != null ? meters : inFlink(group);
    }

    private static JobMeters inFlink(MetricGroup group) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        JobMeters made = new JobMeters(registry);
        FlinkMeters.show(registry, group);
        return made;
    }

    private static Counter messages(MeterRegistry meters, String result) {
        return Counter.builder("sluice.jobs.messages")
                .description("messages by what became of them: merged into the 1 h tier, or late for all tiers")
                .tag("result", result)
                .register(meters);
    }

    private static Counter readings(MeterRegistry meters, String result) {
        return Counter.builder("sluice.jobs.readings")
                .description("readings of those messages")
                .tag("result", result)
                .register(meters);
    }

    private static Counter late(MeterRegistry meters, Tier tier) {
        return Counter.builder("sluice.jobs.late")
                .description("messages that this tier could not take any more")
                .tag("tier", tier.label())
                .register(meters);
    }

    private static Counter rollups(MeterRegistry meters, Tier tier) {
        return Counter.builder("sluice.jobs.rollups")
                .description("rollups published, each revision once")
                .tag("tier", tier.label())
                .register(meters);
    }

    private static Timer delay(MeterRegistry meters, Tier tier) {
        return Timer.builder("sluice.jobs.emit.delay")
                .description("From a window's end to its first publication")
                .tag("tier", tier.label())
                .serviceLevelObjectives(
                        Duration.ofMillis(160),
                        Duration.ofMillis(200),
                        Duration.ofMillis(300),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10))
                .register(meters);
    }

    @Override
    public void merged(long messages, long readings) {
        messagesMerged.increment(messages);
        readingsMerged.increment(readings);
    }

    @Override
    public void late(Tier tier, long messages) {
        counter(lateByTier, tier).increment(messages);
    }

    @Override
    public void lateForAll(long messages, long readings) {
        messagesLate.increment(messages);
        readingsLate.increment(readings);
    }

    @Override
    public void published(Tier tier, long delayMillis, boolean first) {
        counter(rollups, tier).increment();
        Timer timer = emitDelay.get(tier);
        if (first && timer != null) {
            timer.record(Duration.ofMillis(Math.max(0, delayMillis)));
        }
    }

    /** A record that is not a batch was passed over. */
    public void undecodable() {
        undecodable.increment();
    }

    private static Counter counter(Map<Tier, Counter> byTier, Tier tier) {
        Counter counter = byTier.get(tier);
        if (counter == null) {
            throw new IllegalStateException("every tier must have a counter, had none: " + tier);
        }
        return counter;
    }
}
