package io.sluice.e2e.k8s;

import static io.sluice.e2e.k8s.Manifests.id;
import static io.sluice.e2e.k8s.Manifests.items;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.e2e.k8s.Manifests.Workload;
import io.sluice.jobs.ClusterJob;
import io.sluice.jobs.JobsSettings;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import io.sluice.model.topic.TelemetryTopics;
import io.sluice.model.topic.TopicSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The job of a FlinkDeployment is in the image, starts with its arguments, and reads the topics that are there. */
final class FlinkJobs implements Check {
    private static final Pattern JAR =
            Pattern.compile("<into>([^<]+)</into>\\s*<includes>\\s*<include>([^<]+)</include>");

    private final String jar;

    /** @param jar its path in the image */
    FlinkJobs(String jar) {
        this.jar = jar;
    }

    static FlinkJobs builtBy(Path jobsPom) throws IOException {
        Matcher placed = JAR.matcher(Files.readString(jobsPom));
        if (!placed.find()) {
            throw new IOException(jobsPom + " must say where the jar is put, did not");
        }
        return new FlinkJobs(placed.group(1) + "/" + placed.group(2));
    }

    @Override
    public List<String> faults(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        for (Workload flink : manifests.flinks()) {
            JsonNode job = flink.document().at("/spec/job");
            expect(flink, "jarURI", "the image's local://" + jar, "the image's " + text(job, "jarURI"), faults);
            checkClass(flink, text(job, "entryClass"), faults);
            checkArguments(manifests, flink, job, faults);
        }
        return faults;
    }

    private static String text(JsonNode job, String field) {
        return job.path(field).asText();
    }

    private static void checkClass(Workload flink, String name, List<String> faults) {
        try {
            Class.forName(name, false, FlinkJobs.class.getClassLoader()).getMethod("main", String[].class);
        } catch (ReflectiveOperationException e) {
            faults.add(flink.id() + ": entryClass must be a class with main, was " + name);
        }
    }

    private static void checkArguments(Manifests manifests, Workload flink, JsonNode job, List<String> faults) {
        String[] arguments =
                items(job.path("args")).stream().map(JsonNode::asText).toArray(String[]::new);
        try {
            Settings settings = ClusterJob.settings(arguments);
            expect(
                    flink,
                    "jobs.parallelism",
                    "the job's " + text(job, "parallelism"),
                    "the job's " + settings.get(JobsSettings.PARALLELISM),
                    faults);
            checkBootstrap(manifests, flink, settings.get(CommonSettings.KAFKA_BOOTSTRAP), faults);
            checkPartitions(manifests, flink, settings, faults);
        } catch (SettingsException e) {
            e.faults().forEach(fault -> faults.add(flink.id() + ": " + fault));
        }
    }

    private static void checkBootstrap(Manifests manifests, Workload flink, String bootstrap, List<String> faults) {
        List<String> known = Ports.bootstraps(manifests);
        if (!known.contains(bootstrap)) {
            faults.add(flink.id() + ": kafka.bootstrap must be one of " + known + ", was " + bootstrap);
        }
    }

    private static void checkPartitions(Manifests manifests, Workload flink, Settings settings, List<String> faults) {
        int partitions = settings.get(CommonSettings.PARTITIONS);
        for (JsonNode map : manifests.ofKind("ConfigMap")) {
            JsonNode others = map.at("/data/SLUICE_PARTITIONS");
            if (!others.isMissingNode()) {
                String of = id(map) + "'s ";
                expect(flink, "partitions", of + others.asText(), of + partitions, faults);
            }
        }
        List<String> names =
                TelemetryTopics.withPrefix(settings.get(CommonSettings.TOPIC_PREFIX)).specs(partitions).stream()
                        .map(TopicSpec::name)
                        .toList();
        for (JsonNode topic : manifests.ofKind("KafkaTopic")) {
            String of = id(topic) + "'s ";
            if (names.contains(topic.at("/metadata/name").asText())) {
                expect(flink, "partitions", of + topic.at("/spec/partitions").asText(), of + partitions, faults);
            }
        }
    }

    private static void expect(Workload flink, String what, String wanted, String was, List<String> faults) {
        if (!was.equals(wanted)) {
            faults.add(flink.id() + ": " + what + " must be " + wanted + ", was "
                    + was.substring(was.lastIndexOf(' ') + 1));
        }
    }
}
