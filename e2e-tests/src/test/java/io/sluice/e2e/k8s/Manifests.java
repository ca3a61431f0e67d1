package io.sluice.e2e.k8s;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Kubernetes documents: those of one overlay, or a test's own. */
record Manifests(List<JsonNode> documents) {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Set<String> WORKLOADS = Set.of("Deployment", "StatefulSet");

    static Manifests render(Path overlay) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("kustomize", ".err");
        try {
            Process process = new ProcessBuilder("kubectl", "kustomize", overlay.toString())
                    .redirectError(errors.toFile())
                    .start();
            String rendered = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("kubectl must render " + overlay + ", said " + Files.readString(errors));
            }
            return parse(rendered);
        } finally {
            Files.delete(errors);
        }
    }

    static Manifests parse(String yaml) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(yaml)) {
            return new Manifests(documents.readAll());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<JsonNode> ofKind(String kind) {
        return documents.stream()
                .filter(document -> document.path("kind").asText().equals(kind))
                .toList();
    }

    List<Workload> workloads() {
        return documents.stream()
                .filter(document -> WORKLOADS.contains(document.path("kind").asText()))
                .map(Workload::new)
                .toList();
    }

    /** Our own and Flink's: everything that a selector can mean, but for what Strimzi makes. */
    List<Workload> everyWorkload() {
        return Stream.concat(workloads().stream(), flinks().stream()).toList();
    }

    /** Whose pods run Flink's processes and listen where Flink does. */
    List<Workload> flinks() {
        return ofKind("FlinkDeployment").stream().map(Workload::new).toList();
    }

    static String id(JsonNode document) {
        return document.path("kind").asText() + " "
                + document.at("/metadata/name").asText();
    }

    static Map<String, String> strings(JsonNode object) {
        Map<String, String> strings = new LinkedHashMap<>();
        object.properties()
                .forEach(field -> strings.put(field.getKey(), field.getValue().asText()));
        return strings;
    }

    static List<JsonNode> items(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    /** What a Deployment, a StatefulSet or a FlinkDeployment makes its pods from. */
    record Workload(JsonNode document) {
        String id() {
            return Manifests.id(document);
        }

        private boolean isFlink() {
            return document.path("kind").asText().equals("FlinkDeployment");
        }

        private JsonNode template() {
            return document.at(isFlink() ? "/spec/podTemplate" : "/spec/template");
        }

        JsonNode pod() {
            return template().path("spec");
        }

        /** Of each sort of its pods. */
        List<Map<String, String>> labels() {
            Map<String, String> labels = strings(template().at("/metadata/labels"));
            return isFlink() ? FlinkPods.labels(document, labels) : List.of(labels);
        }

        List<String> images() {
            return isFlink()
                    ? List.of(document.at("/spec/image").asText())
                    : containers().stream()
                            .map(container -> container.path("image").asText())
                            .toList();
        }

        List<JsonNode> containers() {
            return items(pod().path("containers"));
        }

        List<JsonNode> ports() {
            return containers().stream()
                    .flatMap(container -> items(container.path("ports")).stream())
                    .toList();
        }

        boolean hasPort(String name) {
            return ports().stream().anyMatch(port -> port.path("name").asText().equals(name))
                    || isFlink() && FlinkPods.listensOn(document, name);
        }

        boolean matches(Map<String, String> selector) {
            return labels().stream().anyMatch(pod -> pod.entrySet().containsAll(selector.entrySet()));
        }
    }
}
