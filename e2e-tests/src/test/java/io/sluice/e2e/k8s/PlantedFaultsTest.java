package io.sluice.e2e.k8s;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each check is content with sound documents, and finds the one fault that is planted in them. */
class PlantedFaultsTest {
    private static final String SOUND = resource("/k8s/sound.yaml");
    private static final Map<String, Check> CHECKS = Map.of(
            "StrictFields", new StrictFields(),
            "References", new References(),
            "Ports", new Ports(),
            "Probes", new Probes(),
            "Environment", new Environment(),
            "Images", new Images(Set.of("sluice/gateway:1", "sluice/jobs-flink:1")),
            "Hardening", new Hardening(),
            "FlinkJobs", new FlinkJobs("/opt/flink/usrlib/jobs.jar"),
            "FlinkConfiguration", new FlinkConfiguration("2.3.0"));

    @Test
    void the_sound_documents_have_no_fault() {
        CHECKS.forEach((name, check) -> assertEquals(List.of(), check.faults(Manifests.parse(SOUND)), name));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_planted_fault_is_found(String what, Check check, String sound, String planted, String fault) {
        int where = SOUND.indexOf(sound);
        assertTrue(where >= 0, sound);
        String faulty = SOUND.substring(0, where) + planted + SOUND.substring(where + sound.length());
        assertEquals(List.of(fault), check.faults(Manifests.parse(faulty)));
    }

    static Stream<Arguments> a_planted_fault_is_found() {
        // An array's elements come one by one, like documents.
        List<JsonNode> faults =
                Manifests.parse(resource("/k8s/planted-faults.yaml")).documents();
        return faults.stream().map(Manifests::strings).map(fault -> {
            Check check = CHECKS.getOrDefault(fault.getOrDefault("check", ""), none -> List.of());
            return Arguments.of(fault.get("what"), check, fault.get("sound"), fault.get("planted"), fault.get("fault"));
        });
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource
    void a_topic_that_is_not_as_the_code_says_is_found(String topic, String spec, String fault) {
        List<String> faults = new Topics()
                .faults(Manifests.parse(
                        "{kind: KafkaTopic, metadata: {name: telemetry." + topic + "}, spec: {" + spec + "}}"));
        assertEquals(
                List.of("KafkaTopic telemetry." + topic + ": " + fault),
                faults.stream()
                        .filter(line -> !line.endsWith("must be there, was absent"))
                        .toList());
    }

    static Stream<Arguments> a_topic_that_is_not_as_the_code_says_is_found() {
        String config = "config: {cleanup.policy: delete, retention.ms: 259200000, segment.ms: 64800000,"
                + " max.message.bytes: 8388608}";
        return Stream.of(
                Arguments.of("batches", "partitions: 6, " + config, "partitions must be 12, was 6"),
                Arguments.of(
                        "batches",
                        "partitions: 12, " + config.replace("2592", "2591"),
                        "retention.ms must be 259200000, was 259100000"),
                Arguments.of(
                        "batches",
                        "partitions: 12, " + config.replace("648", "649"),
                        "segment.ms must be 64800000, was 64900000"),
                Arguments.of(
                        "batches",
                        "partitions: 12, " + config.replace("8388608", "1048588"),
                        "max.message.bytes must be 8388608, was 1048588"),
                Arguments.of("ledger", "partitions: 12, " + config, "cleanup.policy must be compact, was delete"),
                Arguments.of("foo", "partitions: 12", "must be one of TelemetryTopics, was not"));
    }

    @Test
    void a_topic_that_is_missing_is_found() {
        List<String> faults = new Topics().faults(new Manifests(List.of()));
        assertTrue(faults.contains("KafkaTopic telemetry.readings: must be there, was absent"), faults.toString());
    }

    private static String resource(String name) {
        try (InputStream in = PlantedFaultsTest.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " must be on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
