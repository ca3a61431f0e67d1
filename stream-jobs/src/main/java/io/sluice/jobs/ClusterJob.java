package io.sluice.jobs;

import io.sluice.jobs.flink.JobOptions;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Setting;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The rollup job as a jar for a Flink cluster: {@code sluice-jobs.jar kafka.bootstrap=host:port …}, each argument a
 * setting. State backend, where checkpoints are kept and what is restored are the cluster's; the job says how often and
 * how.
 */
public final class ClusterJob {
    private ClusterJob() {}

    public static void main(String[] args) throws Exception {
        Settings settings = settings(args);
        StreamJobs.awaitTopics(settings);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(
                JobOptions.of(settings.get(JobsSettings.CHECKPOINT_INTERVAL)));
        StreamJobs.job(settings, settings.get(JobsSettings.GENERATION)).draw(environment);
        environment.execute(StreamJobs.NAME);
    }

    /** From the arguments alone: the environment of a Flink process is Flink's. */
    public static Settings settings(String... args) throws SettingsException {
        List<String> faults = new ArrayList<>();
        Map<String, String> given = new HashMap<>();
        for (String argument : args) {
            int equals = argument.indexOf('=');
            if (equals < 1) {
                faults.add("arguments must be key=value, was " + argument);
            } else {
                given.put("sluice." + argument.substring(0, equals), argument.substring(equals + 1));
            }
        }
        if (!faults.isEmpty()) {
            throw new SettingsException(faults);
        }
        List<Setting<?>> declared = new ArrayList<>(CommonSettings.all());
        declared.addAll(JobsSettings.all());
        Settings settings = Settings.load(declared, Map.of(), given, null);
        if (settings.find(CommonSettings.KAFKA_BOOTSTRAP).isEmpty()) {
            throw new SettingsException(List.of("kafka.bootstrap must be set, was not (kafka.bootstrap=host:port)"));
        }
        return settings;
    }
}
