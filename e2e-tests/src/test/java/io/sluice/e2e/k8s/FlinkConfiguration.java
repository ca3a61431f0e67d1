package io.sluice.e2e.k8s;

import static io.sluice.e2e.k8s.Manifests.items;
import static io.sluice.e2e.k8s.Manifests.strings;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.e2e.k8s.Manifests.Workload;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;

/** A map of strings to the API server, and so read here as Flink reads it; and the state outlives the pods. */
final class FlinkConfiguration implements Check {
    /** Options of the operator, of plug-ins and of the one reporter, which our class path does not have. */
    private static final List<String> OTHERS = List.of("kubernetes.", "metrics.reporter.prom.", "s3.");

    private static final Map<String, ConfigOption<?>> OPTIONS = Stream.of(
                    CheckpointingOptions.class,
                    CoreOptions.class,
                    HighAvailabilityOptions.class,
                    JobManagerOptions.class,
                    MetricOptions.class,
                    NettyShuffleEnvironmentOptions.class,
                    RestOptions.class,
                    StateBackendOptions.class,
                    TaskManagerOptions.class)
            .flatMap(FlinkConfiguration::options)
            .collect(Collectors.toMap(ConfigOption::key, option -> option, (one, same) -> one));

    private static final List<ConfigOption<String>> FOLDERS = List.of(
            CheckpointingOptions.CHECKPOINTS_DIRECTORY,
            CheckpointingOptions.SAVEPOINT_DIRECTORY,
            HighAvailabilityOptions.HA_STORAGE_PATH);

    private final String flinkVersion;

    FlinkConfiguration(String flinkVersion) {
        this.flinkVersion = flinkVersion;
    }

    private static Stream<ConfigOption<?>> options(Class<?> declaring) {
        List<ConfigOption<?>> options = new ArrayList<>();
        for (Field field : declaring.getFields()) {
            try {
                if (field.getType() == ConfigOption.class && field.get(null) instanceof ConfigOption<?> option) {
                    options.add(option);
                }
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(field + " must be readable, was not", e);
            }
        }
        return options.stream();
    }

    @Override
    public List<String> faults(Manifests manifests) {
        return manifests.flinks().stream()
                .flatMap(flink -> faults(flink).stream().map(fault -> flink.id() + ": " + fault))
                .toList();
    }

    private List<String> faults(Workload flink) {
        Map<String, String> given = new TreeMap<>(strings(flink.document().at("/spec/flinkConfiguration")));
        Configuration configuration = Configuration.fromMap(given);
        List<String> faults = new ArrayList<>();
        given.keySet().stream()
                .filter(key -> OTHERS.stream().noneMatch(key::startsWith))
                .forEach(key -> checkOption(key, configuration, faults));
        FOLDERS.forEach(option -> checkFolder(flink, option.key(), given.getOrDefault(option.key(), ""), faults));
        checkRecovery(flink, given, faults);
        checkReporter(flink, given.getOrDefault("metrics.reporter.prom.port", ""), faults);
        return faults;
    }

    private static void checkOption(String key, Configuration configuration, List<String> faults) {
        ConfigOption<?> option = OPTIONS.get(key);
        if (option == null) {
            faults.add("flinkConfiguration must have Flink's options, was " + key);
            return;
        }
        try {
            configuration.getOptional(option);
        } catch (IllegalArgumentException e) {
            faults.add(key + " must be of the option's type, was "
                    + configuration.toMap().get(key));
        }
    }

    private void checkFolder(Workload flink, String key, String folder, List<String> faults) {
        if (folder.startsWith("file:///")) {
            String path = folder.substring("file://".length());
            if (claims(flink).noneMatch(claim -> path.startsWith(claim + "/"))) {
                faults.add(key + " must be on a claim that is mounted, was " + folder);
            }
        } else if (folder.startsWith("s3://")) {
            String plugin = "flink-s3-fs-hadoop-" + flinkVersion + ".jar";
            if (!plugins(flink).equals(plugin)) {
                faults.add(key + " must have the plugin " + plugin + ", was " + plugins(flink));
            }
        } else {
            faults.add(key + " must be a folder that outlives the pods, was " + folder);
        }
    }

    private static Stream<String> claims(Workload flink) {
        List<String> claims = items(flink.pod().path("volumes")).stream()
                .filter(volume -> volume.has("persistentVolumeClaim"))
                .map(volume -> volume.path("name").asText())
                .toList();
        return flink.containers().stream()
                .flatMap(container -> items(container.path("volumeMounts")).stream())
                .filter(mount -> claims.contains(mount.path("name").asText()))
                .map(mount -> mount.path("mountPath").asText());
    }

    private static String plugins(Workload flink) {
        return flink.containers().stream()
                .flatMap(container -> items(container.path("env")).stream())
                .filter(variable -> variable.path("name").asText().equals("ENABLE_BUILT_IN_PLUGINS"))
                .map(variable -> variable.path("value").asText())
                .collect(Collectors.joining(";"));
    }

    /** Where the last checkpoint is, is written down by high availability alone. */
    private static void checkRecovery(Workload flink, Map<String, String> given, List<String> faults) {
        String mode = flink.document().at("/spec/job/upgradeMode").asText();
        String kept = given.getOrDefault("high-availability.type", "absent");
        if (mode.equals("last-state") && !kept.equals("kubernetes")) {
            faults.add("high-availability.type must be kubernetes for last-state, was " + kept);
        }
    }

    private static void checkReporter(Workload flink, String reporter, List<String> faults) {
        for (JsonNode port : flink.ports()) {
            if (port.path("name").asText().equals("admin")
                    && !port.path("containerPort").asText().equals(reporter)) {
                faults.add("metrics.reporter.prom.port must be containerPort admin's "
                        + port.path("containerPort").asText() + ", was " + reporter);
            }
        }
    }
}
