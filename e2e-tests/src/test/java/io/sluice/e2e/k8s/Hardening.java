package io.sluice.e2e.k8s;

import static io.sluice.e2e.k8s.Manifests.items;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.e2e.k8s.Manifests.Workload;
import java.util.ArrayList;
import java.util.List;

/**
 * Pods that fit the "restricted" standard, cannot write but to volumes, and get no environment they did not ask for.
 * Flink's are another user's, write below /opt/flink, and speak to the API server.
 */
final class Hardening implements Check {
    private record Rule(String pointer, String wanted) {}

    private static final List<Rule> POD = List.of(
            new Rule("/enableServiceLinks", "false"),
            new Rule("/securityContext/runAsNonRoot", "true"),
            new Rule("/securityContext/seccompProfile/type", "RuntimeDefault"));

    private static final List<Rule> OUR_POD = List.of(
            new Rule("/automountServiceAccountToken", "false"), new Rule("/securityContext/runAsUser", "10001"));

    private static final List<Rule> FLINK_POD =
            List.of(new Rule("/automountServiceAccountToken", "true"), new Rule("/securityContext/runAsUser", "9999"));

    private static final List<Rule> CONTAINER = List.of(
            new Rule("/securityContext/allowPrivilegeEscalation", "false"),
            new Rule("/securityContext/capabilities/drop/0", "ALL"));

    private static final List<Rule> OUR_CONTAINER =
            List.of(new Rule("/securityContext/readOnlyRootFilesystem", "true"));

    private static final List<Rule> FLINK_CONTAINER = List.of(new Rule("/name", FlinkPods.CONTAINER));

    @Override
    public List<String> faults(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        for (Workload workload : manifests.everyWorkload()) {
            check(workload.id() + ": pod", workload.pod(), POD, faults);
            if (items(workload.pod().path("volumes")).stream().noneMatch(Hardening::isTemporary)) {
                faults.add(workload.id() + ": volumes must have an emptyDir tmp, had none");
            }
            for (JsonNode container : workload.containers()) {
                check(workload.id() + ": container", container, CONTAINER, faults);
                if (items(container.path("volumeMounts")).stream()
                        .noneMatch(mount -> mount.path("mountPath").asText().equals("/tmp"))) {
                    faults.add(workload.id() + ": container must have a writable /tmp, had none");
                }
            }
        }
        manifests.workloads().forEach(workload -> checkOurs(workload, faults));
        manifests.flinks().forEach(flink -> checkFlink(flink, faults));
        return faults;
    }

    private static void checkOurs(Workload workload, List<String> faults) {
        check(workload.id() + ": pod", workload.pod(), OUR_POD, faults);
        for (JsonNode container : workload.containers()) {
            check(workload.id() + ": container", container, OUR_CONTAINER, faults);
            if (container.at("/resources/limits/memory").isMissingNode()) {
                faults.add(workload.id() + ": container must have a memory limit, had none");
            }
        }
    }

    /** The operator makes limits of the resources of both roles. */
    private static void checkFlink(Workload flink, List<String> faults) {
        check(flink.id() + ": pod", flink.pod(), FLINK_POD, faults);
        flink.containers().forEach(container -> check(flink.id() + ": container", container, FLINK_CONTAINER, faults));
        for (String role : List.of("jobManager", "taskManager")) {
            if (flink.document().at("/spec/" + role + "/resource/memory").isMissingNode()) {
                faults.add(flink.id() + ": " + role + " must have a memory limit, had none");
            }
        }
    }

    private static boolean isTemporary(JsonNode volume) {
        return volume.path("name").asText().equals("tmp") && volume.has("emptyDir");
    }

    private static void check(String what, JsonNode node, List<Rule> rules, List<String> faults) {
        for (Rule rule : rules) {
            JsonNode found = node.at(rule.pointer());
            if (!found.asText().equals(rule.wanted())) {
                faults.add(what + " " + rule.pointer().substring(1) + " must be " + rule.wanted() + ", was "
                        + (found.isMissingNode() ? "absent" : found.asText()));
            }
        }
    }
}
