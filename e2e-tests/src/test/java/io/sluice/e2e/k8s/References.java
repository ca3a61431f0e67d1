package io.sluice.e2e.k8s;

import static io.sluice.e2e.k8s.Manifests.id;
import static io.sluice.e2e.k8s.Manifests.items;
import static io.sluice.e2e.k8s.Manifests.strings;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.e2e.k8s.Manifests.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What one document says of another by label or by name is there: selectors, services, maps, volumes, the cluster. */
final class References implements Check {
    private static final String CLUSTER = "strimzi.io/cluster";

    @Override
    public List<String> faults(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        List<Map<String, String>> pods = pods(manifests);
        for (JsonNode document : manifests.documents()) {
            for (JsonNode selector : selectors(document)) {
                Map<String, String> labels = strings(selector);
                if (pods.stream().noneMatch(pod -> pod.entrySet().containsAll(labels.entrySet()))) {
                    faults.add(id(document) + ": selector must match a pod, was " + labels);
                }
            }
        }
        for (Workload workload : manifests.everyWorkload()) {
            checkWorkload(manifests, workload, faults);
            checkAccount(manifests, workload, faults);
        }
        manifests.ofKind("RoleBinding").forEach(binding -> checkBinding(manifests, binding, faults));
        checkCluster(manifests, faults);
        return faults;
    }

    /** Labels of our pods, and of those that Strimzi makes. */
    private static List<Map<String, String>> pods(Manifests manifests) {
        List<Map<String, String>> pods = new ArrayList<>();
        manifests.everyWorkload().forEach(workload -> pods.addAll(workload.labels()));
        for (JsonNode kafka : manifests.ofKind("Kafka")) {
            String cluster = kafka.at("/metadata/name").asText();
            pods.add(Map.of(CLUSTER, cluster, "strimzi.io/name", cluster + "-kafka"));
            pods.add(Map.of(CLUSTER, cluster, "strimzi.io/name", cluster + "-entity-operator"));
        }
        return pods;
    }

    private static List<JsonNode> selectors(JsonNode document) {
        List<JsonNode> selectors = new ArrayList<>();
        if (document.path("kind").asText().equals("Service")) {
            selectors.add(document.at("/spec/selector"));
        } else {
            // matchLabels of a namespaceSelector speak of what others made.
            collect(document, "podSelector", selectors);
            selectors.add(document.at("/spec/selector/matchLabels"));
            collect(document, "labelSelector", selectors);
        }
        return selectors;
    }

    private static void collect(JsonNode node, String field, List<JsonNode> found) {
        for (JsonNode parent : node.findParents(field)) {
            found.add(parent.path(field).path("matchLabels"));
        }
    }

    private static void checkWorkload(Manifests manifests, Workload workload, List<String> faults) {
        if (!workload.matches(strings(workload.document().at("/spec/selector/matchLabels")))) {
            faults.add(workload.id() + ": selector must match its own pods, was "
                    + strings(workload.document().at("/spec/selector/matchLabels")));
        }
        JsonNode service = workload.document().at("/spec/serviceName");
        if (!service.isMissingNode() && !names(manifests, "Service").contains(service.asText())) {
            faults.add(workload.id() + ": serviceName must be a Service, was " + service.asText());
        }
        Set<String> maps = names(manifests, "ConfigMap");
        for (JsonNode map : workload.pod().findValues("configMapRef")) {
            if (!maps.contains(map.path("name").asText())) {
                faults.add(workload.id() + ": configMapRef must be a ConfigMap, was "
                        + map.path("name").asText());
            }
        }
        Set<String> claims = names(manifests, "PersistentVolumeClaim");
        for (JsonNode claim : workload.pod().findValues("persistentVolumeClaim")) {
            if (!claims.contains(claim.path("claimName").asText())) {
                faults.add(workload.id() + ": claimName must be a PersistentVolumeClaim, was "
                        + claim.path("claimName").asText());
            }
        }
        Set<String> volumes = volumes(workload);
        workload.containers().stream()
                .flatMap(container -> items(container.path("volumeMounts")).stream())
                .map(mount -> mount.path("name").asText())
                .filter(name -> !volumes.contains(name))
                .forEach(name -> faults.add(workload.id() + ": volumeMount must be a volume, was " + name));
    }

    private static void checkAccount(Manifests manifests, Workload workload, List<String> faults) {
        JsonNode account = workload.document().at("/spec/serviceAccount");
        if (!account.isMissingNode() && !names(manifests, "ServiceAccount").contains(account.asText())) {
            faults.add(workload.id() + ": serviceAccount must be a ServiceAccount, was " + account.asText());
        }
    }

    private static void checkBinding(Manifests manifests, JsonNode binding, List<String> faults) {
        String role = binding.at("/roleRef/name").asText();
        if (!names(manifests, "Role").contains(role)) {
            faults.add(id(binding) + ": roleRef must be a Role, was " + role);
        }
        String namespace = binding.at("/metadata/namespace").asText();
        for (JsonNode subject : items(binding.path("subjects"))) {
            if (!names(manifests, "ServiceAccount")
                            .contains(subject.path("name").asText())
                    || !subject.path("namespace").asText().equals(namespace)) {
                faults.add(id(binding) + ": subject must be a ServiceAccount of namespace " + namespace + ", was "
                        + subject.path("namespace").asText() + "/"
                        + subject.path("name").asText());
            }
        }
    }

    private static Set<String> volumes(Workload workload) {
        Set<String> names = items(workload.pod().path("volumes")).stream()
                .map(volume -> volume.path("name").asText())
                .collect(Collectors.toSet());
        items(workload.document().at("/spec/volumeClaimTemplates"))
                .forEach(claim -> names.add(claim.at("/metadata/name").asText()));
        return names;
    }

    private static void checkCluster(Manifests manifests, List<String> faults) {
        Set<String> clusters = names(manifests, "Kafka");
        for (String kind : List.of("KafkaNodePool", "KafkaTopic")) {
            for (JsonNode document : manifests.ofKind(kind)) {
                String cluster =
                        document.path("metadata").path("labels").path(CLUSTER).asText();
                if (!clusters.contains(cluster)) {
                    faults.add(id(document) + ": " + CLUSTER + " must be a Kafka, was " + cluster);
                }
            }
        }
    }

    private static Set<String> names(Manifests manifests, String kind) {
        return manifests.ofKind(kind).stream()
                .map(document -> document.at("/metadata/name").asText())
                .collect(Collectors.toSet());
    }
}
