package io.sluice.e2e.k8s;

import static io.sluice.e2e.k8s.Manifests.items;
import static io.sluice.e2e.k8s.Manifests.strings;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.ApiSettings;
import io.sluice.e2e.k8s.Manifests.Workload;
import io.sluice.gateway.GatewaySettings;
import io.sluice.ingest.IngestSettings;
import io.sluice.jobs.JobsSettings;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Setting;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Every container's environment is read as the service would read it at its start, with the faults it would name. */
final class Environment implements Check {
    /** Such as {@code metadata.name}, which is known only when the pod is there. */
    private static final String FROM_THE_POD = "pod-0";

    static List<Setting<?>> settings() {
        Set<Setting<?>> all = new LinkedHashSet<>(CommonSettings.all());
        all.addAll(GatewaySettings.all());
        all.addAll(IngestSettings.all());
        all.addAll(JobsSettings.all());
        all.addAll(ApiSettings.all());
        return List.copyOf(all);
    }

    @Override
    public List<String> faults(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        for (Workload workload : manifests.workloads()) {
            for (JsonNode container : workload.containers()) {
                try {
                    read(manifests, container);
                } catch (SettingsException e) {
                    e.faults().forEach(fault -> faults.add(workload.id() + ": " + fault));
                }
            }
        }
        return faults;
    }

    static Settings read(Manifests manifests, JsonNode container) throws SettingsException {
        return Settings.load(settings(), of(manifests, container), Map.of(), null);
    }

    static Map<String, String> of(Manifests manifests, JsonNode container) {
        Map<String, String> environment = new TreeMap<>();
        items(container.path("envFrom")).stream()
                .flatMap(from -> map(manifests, from.at("/configMapRef/name").asText()))
                .forEach(map -> environment.putAll(strings(map.path("data"))));
        for (JsonNode variable : items(container.path("env"))) {
            environment.put(
                    variable.path("name").asText(),
                    variable.has("valueFrom")
                            ? FROM_THE_POD
                            : variable.path("value").asText());
        }
        return environment;
    }

    private static Stream<JsonNode> map(Manifests manifests, String name) {
        return manifests.ofKind("ConfigMap").stream()
                .filter(map -> map.at("/metadata/name").asText().equals(name));
    }
}
