package io.sluice.e2e.k8s;

import static io.sluice.e2e.k8s.Manifests.id;
import static io.sluice.e2e.k8s.Manifests.items;
import static io.sluice.e2e.k8s.Manifests.strings;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.e2e.k8s.Manifests.Workload;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Setting;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ports have one name from the listener's setting to the load balancer. */
final class Ports implements Check {
    private static final Map<String, String> SETTINGS = Map.of(
            "admin", "admin.port",
            "http", "http.port",
            "mqtt", "mqtt.port",
            "mqtts", "mqtt.tls.port",
            "websocket", "mqtt.websocket.port");

    @Override
    public List<String> faults(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        for (Workload workload : manifests.workloads()) {
            for (JsonNode container : workload.containers()) {
                checkListeners(manifests, workload, container, faults);
            }
        }
        manifests.ofKind("Service").forEach(service -> checkService(manifests, service, faults));
        manifests.ofKind("Ingress").forEach(ingress -> checkIngress(manifests, ingress, faults));
        manifests.ofKind("NetworkPolicy").forEach(policy -> checkPolicy(manifests, policy, faults));
        return faults;
    }

    private static void checkListeners(
            Manifests manifests, Workload workload, JsonNode container, List<String> faults) {
        Settings settings;
        try {
            settings = Environment.read(manifests, container);
        } catch (SettingsException e) {
            // Environment names these.
            return;
        }
        for (JsonNode port : items(container.path("ports"))) {
            String name = port.path("name").asText();
            Optional<Integer> listener = listener(settings, name);
            if (!listener.equals(Optional.of(port.path("containerPort").asInt()))) {
                faults.add(workload.id() + ": containerPort " + name + " must be the listener's "
                        + listener.map(String::valueOf).orElse("(none)") + ", was "
                        + port.path("containerPort").asText());
            }
        }
        String bootstrap = settings.find(CommonSettings.KAFKA_BOOTSTRAP).orElse("");
        if (!bootstrap.isEmpty() && !bootstraps(manifests).contains(bootstrap)) {
            faults.add(
                    workload.id() + ": kafka.bootstrap must be one of " + bootstraps(manifests) + ", was " + bootstrap);
        }
    }

    private static Optional<Integer> listener(Settings settings, String portName) {
        String key = SETTINGS.getOrDefault(portName, "");
        return Environment.settings().stream()
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .map(setting -> port(settings, setting));
    }

    private static int port(Settings settings, Setting<?> setting) {
        return (Integer) settings.get(setting);
    }

    /** The names under which Strimzi makes listeners known. */
    static List<String> bootstraps(Manifests manifests) {
        return manifests.ofKind("Kafka").stream()
                .flatMap(kafka -> items(kafka.at("/spec/kafka/listeners")).stream()
                        .map(listener -> kafka.at("/metadata/name").asText() + "-kafka-bootstrap:"
                                + listener.path("port").asText()))
                .toList();
    }

    private static void checkService(Manifests manifests, JsonNode service, List<String> faults) {
        Map<String, String> selector = strings(service.at("/spec/selector"));
        for (JsonNode port : items(service.at("/spec/ports"))) {
            checkPort(manifests, selector, id(service) + ": targetPort", port.path("targetPort"), faults);
        }
    }

    private static void checkPolicy(Manifests manifests, JsonNode policy, List<String> faults) {
        Map<String, String> target = strings(policy.at("/spec/podSelector/matchLabels"));
        for (JsonNode rule : items(policy.at("/spec/ingress"))) {
            for (JsonNode port : items(rule.path("ports"))) {
                checkPort(manifests, target, id(policy) + ": ingress port", port.path("port"), faults);
            }
        }
        for (JsonNode rule : items(policy.at("/spec/egress"))) {
            for (JsonNode peer : items(rule.path("to"))) {
                Map<String, String> to = strings(peer.at("/podSelector/matchLabels"));
                items(rule.path("ports")).stream()
                        .map(port -> port.path("port"))
                        .filter(port -> port.isTextual())
                        .forEach(port -> checkPort(manifests, to, id(policy) + ": egress port", port, faults));
            }
        }
    }

    private static void checkPort(
            Manifests manifests, Map<String, String> selector, String what, JsonNode port, List<String> faults) {
        for (Workload workload : manifests.everyWorkload()) {
            if (workload.matches(selector) && !workload.hasPort(port.asText())) {
                faults.add(what + " must be a named port of " + workload.id() + ", was " + port.asText());
            }
        }
    }

    private static void checkIngress(Manifests manifests, JsonNode ingress, List<String> faults) {
        for (JsonNode backend : ingress.findValues("service")) {
            String name = backend.path("name").asText();
            String port = backend.at("/port/name").asText();
            boolean known = manifests.ofKind("Service").stream()
                    .filter(service -> service.at("/metadata/name").asText().equals(name))
                    .flatMap(service -> items(service.at("/spec/ports")).stream())
                    .anyMatch(each -> each.path("name").asText().equals(port));
            if (!known) {
                faults.add(id(ingress) + ": backend must be a Service's port, was " + name + ":" + port);
            }
        }
    }
}
