package io.sluice.e2e.k8s;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each check is content with sound documents, and finds the one fault planted in them. */
class PlantedFaultsTest {
    private static final Images IMAGES = new Images(Set.of("sluice/gateway:1"));
    private static final String SOUND = sound();

    @Test
    void the_sound_documents_have_no_fault() {
        for (Check check : List.of(
                new StrictFields(),
                new References(),
                new Ports(),
                new Probes(),
                new Environment(),
                IMAGES,
                new Hardening())) {
            assertEquals(
                    List.of(),
                    check.faults(Manifests.parse(SOUND)),
                    check.getClass().getSimpleName());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_planted_fault_is_found(String what, Check check, String sound, String planted, String fault) {
        assertTrue(SOUND.contains(sound), sound);
        assertEquals(List.of(fault), check.faults(Manifests.parse(SOUND.replace(sound, planted))));
    }

    static Stream<Arguments> a_planted_fault_is_found() {
        return Stream.of(typos(), references(), ports(), probes(), others()).flatMap(each -> each);
    }

    private static Stream<Arguments> typos() {
        Check strict = new StrictFields();
        String rule = ": must have known fields, was .spec";
        return Stream.of(
                planted(
                        "a StatefulSet's typo",
                        strict,
                        "replicas: 1",
                        "replica: 1",
                        "StatefulSet gateway" + rule + ".replica"),
                planted(
                        "a container's typo",
                        strict,
                        "drop: [ALL]",
                        "drops: [ALL]",
                        "StatefulSet gateway" + rule
                                + ".template.spec.containers[0].securityContext.capabilities.drops"),
                planted(
                        "a Service's typo",
                        strict,
                        "clusterIP: None",
                        "clusterIp: None",
                        "Service gateway" + rule + ".clusterIp"),
                planted(
                        "a PodDisruptionBudget's typo",
                        strict,
                        "maxUnavailable: 1",
                        "maxUnavailible: 1",
                        "PodDisruptionBudget gateway" + rule + ".maxUnavailible"),
                planted(
                        "a NetworkPolicy's typo",
                        strict,
                        "policyTypes: [Ingress]",
                        "policyType: [Ingress]",
                        "NetworkPolicy clients" + rule + ".policyType"),
                planted(
                        "an Ingress's typo",
                        strict,
                        "pathType: Prefix",
                        "pathtype: Prefix",
                        "Ingress api" + rule + ".rules[0].http.paths[0].pathtype"),
                planted(
                        "a Kafka's typo",
                        strict,
                        "tls: false",
                        "ttls: false",
                        "Kafka sluice" + rule + ".kafka.listeners[0].ttls"),
                planted(
                        "a KafkaNodePool's typo",
                        strict,
                        "roles: [broker]",
                        "role: [broker]",
                        "KafkaNodePool nodes" + rule + ".role"),
                planted(
                        "a KafkaTopic's typo",
                        strict,
                        "partitions: 12",
                        "partition: 12",
                        "KafkaTopic telemetry.batches" + rule + ".partition"),
                planted(
                        "a kind of an older API",
                        strict,
                        "policy/v1",
                        "policy/v1beta1",
                        "PodDisruptionBudget gateway: must be of a known kind, was policy/v1beta1/PodDisruptionBudget"));
    }

    private static Stream<Arguments> references() {
        Check references = new References();
        return Stream.of(
                planted(
                        "a Service's selector",
                        references,
                        "clusterIP: None\n  selector: {app: gateway}",
                        "clusterIP: None\n  selector: {app: gate}",
                        "Service gateway: selector must match a pod, was {app=gate}"),
                planted(
                        "a policy's peer",
                        references,
                        "podSelector: {matchLabels: {strimzi.io/cluster: sluice}}",
                        "podSelector: {matchLabels: {strimzi.io/cluster: slice}}",
                        "NetworkPolicy clients: selector must match a pod, was {strimzi.io/cluster=slice}"),
                planted(
                        "a headless service's name",
                        references,
                        "serviceName: gateway",
                        "serviceName: gateways",
                        "StatefulSet gateway: serviceName must be a Service, was gateways"),
                planted(
                        "a ConfigMap's name",
                        references,
                        "configMapRef: {name: settings}",
                        "configMapRef: {name: setting}",
                        "StatefulSet gateway: configMapRef must be a ConfigMap, was setting"),
                planted(
                        "a volume's name",
                        references,
                        "volumeMounts: [{name: tmp",
                        "volumeMounts: [{name: temp",
                        "StatefulSet gateway: volumeMount must be a volume, was temp"),
                planted(
                        "a topic's cluster",
                        references,
                        "name: telemetry.batches, labels: {strimzi.io/cluster: sluice}",
                        "name: telemetry.batches, labels: {strimzi.io/cluster: other}",
                        "KafkaTopic telemetry.batches: strimzi.io/cluster must be a Kafka, was other"));
    }

    private static Stream<Arguments> ports() {
        Check ports = new Ports();
        return Stream.of(
                planted(
                        "a container's port",
                        ports,
                        "containerPort: 1883",
                        "containerPort: 1884",
                        "StatefulSet gateway: containerPort mqtt must be the listener's 1883, was 1884"),
                planted(
                        "a Service's target",
                        ports,
                        "targetPort: mqtt",
                        "targetPort: mqtts",
                        "Service gateway: targetPort must be a named port of StatefulSet gateway, was mqtts"),
                planted(
                        "a policy's port",
                        ports,
                        "ports: [{port: mqtt}]",
                        "ports: [{port: 1883}]",
                        "NetworkPolicy clients: ingress port must be a named port of StatefulSet gateway, was 1883"),
                planted(
                        "an Ingress's backend",
                        ports,
                        "port: {name: mqtt}",
                        "port: {name: http}",
                        "Ingress api: backend must be a Service's port, was gateway:http"),
                planted(
                        "the brokers' port",
                        ports,
                        "bootstrap:9092",
                        "bootstrap:9093",
                        "StatefulSet gateway: kafka.bootstrap must be one of [sluice-kafka-bootstrap:9092], was sluice-kafka-bootstrap:9093"));
    }

    private static Stream<Arguments> probes() {
        Check probes = new Probes();
        return Stream.of(
                planted(
                        "a probe's path",
                        probes,
                        "path: /health/ready",
                        "path: /healthz",
                        "StatefulSet gateway: readinessProbe must ask for /health/ready, was /healthz"),
                planted(
                        "a probe on a port that speaks no HTTP",
                        probes,
                        "/health/live, port: admin",
                        "/health/live, port: mqtt",
                        "StatefulSet gateway: livenessProbe must be on a path that port mqtt answers, was /health/live"),
                planted(
                        "a probe on no port",
                        probes,
                        "/health/live, port: admin",
                        "/health/live, port: health",
                        "StatefulSet gateway: livenessProbe must be on a named port, was health"),
                planted(
                        "no probe",
                        probes,
                        "livenessProbe:",
                        "startupProbe:",
                        "StatefulSet gateway: livenessProbe must ask for /health/live, was absent"));
    }

    private static Stream<Arguments> others() {
        return Stream.of(
                planted(
                        "an unknown environment name",
                        new Environment(),
                        "SLUICE_SPOOL_CAP",
                        "SLUICE_SPOOL_SIZE",
                        "StatefulSet gateway: settings must be known ones (./sluice settings lists them), was SLUICE_SPOOL_SIZE"),
                planted(
                        "an unknown name in the ConfigMap",
                        new Environment(),
                        "SLUICE_KAFKA_BOOTSTRAP",
                        "SLUICE_KAFKA_BROKERS",
                        "StatefulSet gateway: settings must be known ones (./sluice settings lists them), was SLUICE_KAFKA_BROKERS"),
                planted(
                        "an image that nobody builds",
                        IMAGES,
                        "sluice/gateway:1",
                        "sluice/gateway:2",
                        "StatefulSet gateway: image must be one of [sluice/gateway:1], was sluice/gateway:2"),
                planted(
                        "a writable root",
                        new Hardening(),
                        "readOnlyRootFilesystem: true",
                        "readOnlyRootFilesystem: false",
                        "StatefulSet gateway: container securityContext/readOnlyRootFilesystem must be true, was false"),
                planted(
                        "service links",
                        new Hardening(),
                        "enableServiceLinks: false",
                        "enableServiceLinks: true",
                        "StatefulSet gateway: pod enableServiceLinks must be false, was true"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_topic_that_is_not_as_the_code_says_is_found(String what, String spec, String fault) {
        String topic = "{kind: KafkaTopic, metadata: {name: telemetry.%s}, spec: {%s}}";
        String name = what.substring(0, what.indexOf(' '));
        List<String> faults = new Topics().faults(Manifests.parse(String.format(topic, name, spec)));
        assertEquals(
                List.of("KafkaTopic telemetry." + name + ": " + fault),
                faults.stream().filter(line -> !line.endsWith("was absent")).toList());
        assertEquals(name.equals("foo") ? 10 : 9, faults.size() - 1);
    }

    static Stream<Arguments> a_topic_that_is_not_as_the_code_says_is_found() {
        String days3 = "cleanup.policy: delete, retention.ms: 259200000, segment.ms: 64800000";
        return Stream.of(
                Arguments.of(
                        "batches partitions", "partitions: 6, config: {" + days3 + "}", "partitions must be 12, was 6"),
                Arguments.of(
                        "batches retention",
                        "partitions: 12, config: {" + days3.replace("2592", "2591") + "}",
                        "retention.ms must be 259200000, was 259100000"),
                Arguments.of(
                        "batches segments",
                        "partitions: 12, config: {" + days3.replace("648", "649") + "}",
                        "segment.ms must be 64800000, was 64900000"),
                Arguments.of(
                        "ledger cleanup",
                        "partitions: 12, config: {cleanup.policy: delete}",
                        "cleanup.policy must be compact, was delete"),
                Arguments.of("foo unknown", "partitions: 12", "must be one of TelemetryTopics, was not"));
    }

    private static Arguments planted(String what, Check check, String sound, String planted, String fault) {
        return Arguments.of(what, check, sound, planted, fault);
    }

    private static String sound() {
        try (InputStream in = PlantedFaultsTest.class.getResourceAsStream("/k8s/sound.yaml")) {
            if (in == null) {
                throw new IllegalStateException("/k8s/sound.yaml must be on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
