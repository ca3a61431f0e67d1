package io.sluice.e2e.k8s;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.e2e.fixture.Prerequisites;
import io.sluice.e2e.k8s.Manifests.Workload;
import io.sluice.gateway.mqtt.listen.MqttSettings;
import io.sluice.kit.admin.BindRule;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Setting;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every overlay of k8s renders and passes every check. */
class OverlaysTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Map<String, Manifests> OVERLAYS = new HashMap<>();

    @BeforeAll
    static void render() throws IOException, InterruptedException {
        Prerequisites.require("kubectl");
        try (Stream<Path> overlays = Files.list(ROOT.resolve("k8s/overlays"))) {
            for (Path overlay : overlays.toList()) {
                OVERLAYS.put(overlay.getFileName().toString(), Manifests.render(overlay));
            }
        }
    }

    @Test
    void there_is_one_for_trying_and_one_for_real() {
        assertEquals(List.of("dev", "prod"), OVERLAYS.keySet().stream().sorted().toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("checks")
    void every_overlay_passes(String name, Check check) {
        OVERLAYS.forEach((overlay, manifests) -> assertEquals(List.of(), check.faults(manifests), overlay));
    }

    static Stream<Arguments> checks() throws IOException {
        return Stream.of(
                        new StrictFields(),
                        new References(),
                        new Ports(),
                        new Probes(),
                        new Environment(),
                        new Topics(),
                        images(),
                        new Hardening(),
                        FlinkJobs.builtBy(ROOT.resolve("stream-jobs/pom.xml")),
                        new FlinkConfiguration(EnvironmentInformation.getVersion()))
                .map(check -> Arguments.of(check.getClass().getSimpleName(), check));
    }

    /** But for the job in one JVM, which is for whoever has no Flink operator. */
    @Test
    void every_image_that_is_built_runs_in_dev() throws IOException {
        TreeSet<String> used = new TreeSet<>(Set.of("sluice/jobs:0.1.0-SNAPSHOT"));
        overlay("dev").everyWorkload().forEach(workload -> used.addAll(workload.images()));
        assertEquals(new TreeSet<>(images().built()), used);
    }

    @Test
    void only_dev_lets_anyone_in() throws SettingsException {
        assertTrue(BindRule.check(settings("dev", "StatefulSet gateway"), false).isAnyLocalAddress());
        Settings gateway = settings("prod", "StatefulSet gateway");
        assertThrows(SettingsException.class, () -> BindRule.check(gateway, false));
        assertTrue(BindRule.check(gateway, true).isAnyLocalAddress());
    }

    @Test
    void every_listener_of_prod_asks_by_a_file_that_is_mounted() throws SettingsException {
        for (Workload workload : overlay("prod").workloads()) {
            assertMounted(workload, CommonSettings.HTTP_TOKEN_FILE);
        }
        Workload gateway = workload("prod", "StatefulSet gateway");
        assertMounted(gateway, MqttSettings.TLS_CERTIFICATE);
        assertMounted(gateway, MqttSettings.TLS_KEY);
        assertMounted(gateway, MqttSettings.TLS_CLIENT_CA);
    }

    private static void assertMounted(Workload workload, Setting<Path> setting) throws SettingsException {
        JsonNode container = workload.containers().get(0);
        Path file = Environment.read(overlay("prod"), container).find(setting).orElseThrow();
        assertTrue(
                Manifests.items(container.path("volumeMounts")).stream()
                        .map(mount -> mount.path("mountPath").asText())
                        .anyMatch(file::startsWith),
                () -> workload.id() + ": " + setting.key() + " must be mounted, was " + file);
    }

    private static Settings settings(String overlay, String workload) throws SettingsException {
        return Environment.read(
                overlay(overlay), workload(overlay, workload).containers().get(0));
    }

    private static Workload workload(String overlay, String id) {
        return overlay(overlay).workloads().stream()
                .filter(workload -> workload.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Manifests overlay(String name) {
        return OVERLAYS.getOrDefault(name, new Manifests(List.of()));
    }

    private static Images images() throws IOException {
        return Images.builtBy(ROOT.resolve("launcher/pom.xml"), ROOT.resolve("stream-jobs/pom.xml"));
    }
}
