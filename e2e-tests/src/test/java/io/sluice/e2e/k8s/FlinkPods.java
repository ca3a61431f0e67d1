package io.sluice.e2e.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What Flink adds to the template of a FlinkDeployment: the role of a pod as a label, and the ports it listens on. */
final class FlinkPods {
    /** A container of another name would run beside Flink instead of being it. */
    static final String CONTAINER = "flink-main-container";

    /** A TaskManager's calls; a JobManager's calls, jars and REST. */
    private static final Set<String> PORTS = Set.of("6122", "6123", "6124", "8081");

    /** Random ones, unless they are set. */
    private static final List<String> PORT_OPTIONS =
            List.of("taskmanager.data.port", "metrics.internal.query-service.port");

    private FlinkPods() {}

    static List<Map<String, String>> labels(JsonNode flink, Map<String, String> template) {
        return List.of(role("jobmanager", flink, template), role("taskmanager", flink, template));
    }

    private static Map<String, String> role(String role, JsonNode flink, Map<String, String> template) {
        Map<String, String> labels = new HashMap<>(template);
        labels.put("app", flink.at("/metadata/name").asText());
        labels.put("component", role);
        labels.put("type", "flink-native-kubernetes");
        return labels;
    }

    static boolean listensOn(JsonNode flink, String port) {
        JsonNode configuration = flink.at("/spec/flinkConfiguration");
        return PORTS.contains(port)
                || PORT_OPTIONS.stream()
                        .anyMatch(option -> configuration.path(option).asText().equals(port));
    }
}
