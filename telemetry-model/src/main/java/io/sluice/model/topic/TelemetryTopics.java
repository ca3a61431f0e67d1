package io.sluice.model.topic;

import io.sluice.model.rollup.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The names of the pipeline's topics under one prefix, and how long each is kept (contract, <i>Kafka topics</i>). */
public record TelemetryTopics(String prefix) {

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
        specs.add(new TopicSpec(batches(), partitions, Duration.ofDays(3)));
        specs.add(new TopicSpec(readings(), partitions, Duration.ofDays(7)));
        for (Tier tier : Tier.values()) {
            specs.add(new TopicSpec(rollups(tier), partitions, rollupRetention(tier)));
        }
        specs.add(new TopicSpec(late(), partitions, Duration.ofDays(7)));
        specs.add(new TopicSpec(deadLetters(), partitions, Duration.ofDays(14)));
        specs.add(new TopicSpec(devices(), partitions, null));
        specs.add(new TopicSpec(ledger(), partitions, null));
        return List.copyOf(specs);
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
