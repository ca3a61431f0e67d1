package io.sluice.e2e.k8s;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.e2e.fixture.Prerequisites;
import io.sluice.e2e.k8s.Manifests.Workload;
import io.sluice.kit.admin.BindRule;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
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
                        new Hardening())
                .map(check -> Arguments.of(check.getClass().getSimpleName(), check));
    }

    @Test
    void every_image_that_is_built_runs_in_dev() throws IOException {
        TreeSet<String> used = new TreeSet<>();
        overlay("dev").workloads().stream()
                .flatMap(workload -> workload.containers().stream())
                .forEach(container -> used.add(container.path("image").asText()));
        assertEquals(new TreeSet<>(images().built()), used);
    }

    @Test
    void only_dev_lets_anyone_in() throws SettingsException {
        assertTrue(BindRule.check(gateway("dev"), false).isAnyLocalAddress());
        Settings prod = gateway("prod");
        assertThrows(SettingsException.class, () -> BindRule.check(prod, false));
    }

    private static Settings gateway(String name) throws SettingsException {
        Manifests overlay = overlay(name);
        Workload gateway = overlay.workloads().stream()
                .filter(workload -> workload.id().equals("StatefulSet gateway"))
                .findFirst()
                .orElseThrow();
        return Environment.read(overlay, gateway.containers().get(0));
    }

    private static Manifests overlay(String name) {
        return OVERLAYS.getOrDefault(name, new Manifests(List.of()));
    }

    private static Images images() throws IOException {
        return Images.builtBy(ROOT.resolve("launcher/pom.xml"));
    }
}
