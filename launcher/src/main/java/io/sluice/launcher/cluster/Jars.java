package io.sluice.launcher.cluster;

import io.sluice.kit.lifecycle.EnvironmentException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The packaged jars, and the JVMs that run them: {@code sluice.jar} with its {@code lib}, and beside it {@code flink}.
 */
final class Jars {
    private static final List<String> COMMON = List.of("-XX:+UseSerialGC");

    /** What {@code ./sluice gateway} gives it, and why, stands there. */
    private static final List<String> GATEWAY = List.of(
            "-XX:+UseParallelGC",
            "-XX:MaxTenuringThreshold=1",
            "-XX:ThreadPriorityPolicy=1",
            "-XX:CompilerThreadPriority=10",
            "-XX:-PrintWarnings");

    private final Path sluice;

    private Jars(Path sluice) {
        this.sluice = sluice;
    }

    /** @throws EnvironmentException where this process does not run from the packaged jar */
    static Jars ofThisProcess() throws EnvironmentException {
        try {
            Path jar = Path.of(Jars.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Jars jars = new Jars(jar);
            if (!Files.exists(jars.job())) {
                throw new EnvironmentException("the job's jar must be packaged, is absent: " + jars.job());
            }
            return jars;
        } catch (URISyntaxException e) {
            throw new EnvironmentException("sluice.jar must lie in a folder with a plain name", e);
        }
    }

    Path job() {
        return sluice.resolveSibling("flink").resolve("sluice-jobs.jar");
    }

    /** {@code ./sluice <command>}, with at most so much heap. */
    List<String> sluice(String heap, String... command) {
        List<String> line = java(heap, command[0].equals("gateway") ? GATEWAY : COMMON);
        line.addAll(archive());
        line.addAll(List.of("-jar", sluice.toString()));
        line.addAll(List.of(command));
        return line;
    }

    /** Kafka's own server, from our class path. */
    List<String> kafka(String heap, Path properties) {
        List<String> line = java(heap, COMMON);
        line.addAll(archive());
        line.addAll(List.of("-cp", sluice.toString(), "kafka.Kafka", properties.toString()));
        return line;
    }

    /** One of Flink's processes, from Flink's class path. */
    List<String> flink(String heap, Path configuration, String mainClass) {
        List<String> line = java(heap, COMMON);
        // Flink registers the translators of its newer API by reflection, whichever API a job uses.
        line.add("--add-opens=java.base/java.util=ALL-UNNAMED");
        line.add("-Dlogback.configurationFile=" + configuration.resolve("logback.xml"));
        line.addAll(List.of("-cp", sluice.resolveSibling("flink").resolve("lib") + "/*", mainClass));
        line.addAll(List.of("--configDir", configuration.toString()));
        return line;
    }

    private static List<String> java(String heap, List<String> options) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.add("-Xmx" + heap);
        line.add("-XX:+ExitOnOutOfMemoryError");
        line.addAll(options);
        return line;
    }

    /** The archive of loaded classes that ./sluice has made; without it starts only take longer. */
    private List<String> archive() {
        Path archive = sluice.resolveSibling("sluice.jsa");
        return Files.exists(archive)
                ? List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off")
                : List.of();
    }
}
