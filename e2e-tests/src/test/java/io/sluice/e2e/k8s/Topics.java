package io.sluice.e2e.k8s;

import static io.sluice.e2e.k8s.Manifests.id;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.model.topic.TelemetryTopics;
import io.sluice.model.topic.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The KafkaTopics are those of {@link TelemetryTopics}, each with its partitions, its retention and as large records as
 * it has to take.
 */
final class Topics implements Check {
    @Override
    public List<String> faults(Manifests manifests) {
        Map<String, JsonNode> found = manifests.ofKind("KafkaTopic").stream()
                .collect(Collectors.toMap(topic -> topic.at("/metadata/name").asText(), Function.identity()));
        List<String> faults = new ArrayList<>();
        for (TopicSpec spec : wanted()) {
            JsonNode topic = found.remove(spec.name());
            if (topic == null) {
                faults.add("KafkaTopic " + spec.name() + ": must be there, was absent");
            } else {
                check(topic, spec, faults);
            }
        }
        found.values().forEach(topic -> faults.add(id(topic) + ": must be one of TelemetryTopics, was not"));
        return faults;
    }

    private static List<TopicSpec> wanted() {
        return TelemetryTopics.withPrefix(Objects.requireNonNull(CommonSettings.TOPIC_PREFIX.defaultValue()))
                .specs(Objects.requireNonNull(CommonSettings.PARTITIONS.defaultValue()));
    }

    private static void check(JsonNode topic, TopicSpec spec, List<String> faults) {
        expect(topic, "partitions", topic.at("/spec/partitions").asText(), spec.partitions(), faults);
        JsonNode config = topic.at("/spec/config");
        Integer maxRecordBytes = spec.maxRecordBytes();
        if (maxRecordBytes != null) {
            expect(topic, "max.message.bytes", config.path("max.message.bytes").asText(), maxRecordBytes, faults);
        }
        String cleanup = config.path("cleanup.policy").asText();
        Duration retention = spec.retention();
        if (retention == null) {
            expect(topic, "cleanup.policy", cleanup, "compact", faults);
            return;
        }
        expect(topic, "cleanup.policy", cleanup, "delete", faults);
        expect(topic, "retention.ms", config.path("retention.ms").asText(), retention.toMillis(), faults);
        // Only whole closed segments are deleted; Kafka's own are a week long.
        long segment = Math.min(retention.toMillis() / 4, Duration.ofDays(1).toMillis());
        expect(topic, "segment.ms", config.path("segment.ms").asText(), segment, faults);
    }

    private static void expect(JsonNode topic, String what, String was, Object wanted, List<String> faults) {
        if (!was.equals(wanted.toString())) {
            faults.add(id(topic) + ": " + what + " must be " + wanted + ", was " + was);
        }
    }
}
