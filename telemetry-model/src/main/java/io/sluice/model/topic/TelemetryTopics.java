package io.sluice.model.topic;

import io.sluice.model.rollup.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The names of the pipeline's topics under one prefix, and how long each is kept (contract, <i>Kafka topics</i>). */
public record TelemetryTopics(String prefix) {
    /** The most that a batch takes as a record, before it is compressed. Who makes batches keeps to it. */
    public static final int MAX_BATCH_BYTES = 4 << 20;

    /** What topics of batches take as one record: what ingest and compression may add to a batch fits, too. */
    public static final int MAX_BATCH_RECORD_BYTES = 2 * MAX_BATCH_BYTES;

    public static TelemetryTopics withPrefix(String prefix) {
        return new TelemetryTopics(prefix);
    }

    public String batches() {
        return prefix + ".batches";
    }

    public String readings() {
        return prefix + ".readings";
    }

    public String rollups(Tier tier) {
        return prefix + ".rollups." + tier.label();
    }

    public String late() {
        return prefix + ".late";
    }

    public String deadLetters() {
        return prefix + ".dead-letters";
    }

    public String devices() {
        return prefix + ".devices";
    }

    public String ledger() {
        return prefix + ".ledger";
    }

    public List<TopicSpec> specs(int partitions) {
        List<TopicSpec> specs = new ArrayList<>();
        specs.add(batchesSpec(partitions));
        specs.add(new TopicSpec(readings(), partitions, Duration.ofDays(7), MAX_BATCH_RECORD_BYTES));
        for (Tier tier : Tier.values()) {
            specs.add(new TopicSpec(rollups(tier), partitions, rollupRetention(tier), null));
        }
        specs.add(new TopicSpec(late(), partitions, Duration.ofDays(7), MAX_BATCH_RECORD_BYTES));
        specs.add(new TopicSpec(deadLetters(), partitions, Duration.ofDays(14), null));
        specs.add(new TopicSpec(devices(), partitions, null, null));
        specs.add(new TopicSpec(ledger(), partitions, null, null));
        return List.copyOf(specs);
    }

    public TopicSpec batchesSpec(int partitions) {
        return new TopicSpec(batches(), partitions, Duration.ofDays(3), MAX_BATCH_RECORD_BYTES);
    }

    private static Duration rollupRetention(Tier tier) {
        return switch (tier) {
            case S1 -> Duration.ofHours(2);
            case S10 -> Duration.ofHours(24);
            case M1 -> Duration.ofDays(14);
            case H1 -> Duration.ofDays(400);
        };
    }
}
