package io.sluice.launcher.cluster;

import io.sluice.jobs.JobsSettings;
import io.sluice.jobs.flink.CheckpointFolder;
import io.sluice.kit.lifecycle.Service;
import io.sluice.kit.lifecycle.ServiceStack;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import io.sluice.launcher.kafka.TopicSetup;
import io.sluice.launcher.local.MqttListeners;
import io.sluice.model.topic.TelemetryTopics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Three brokers, a standalone Flink with the job, and the services, as processes on this machine. What dies is started
 * again, on the same ports and data, as long as someone goes on to {@link #look}. Draining goes from the devices to the
 * brokers.
 */
public final class LocalCluster implements AutoCloseable {
    private final KafkaNodes kafka;
    private final FlinkNodes flink;
    private final ServiceNodes services;
    private final FlinkJob job;
    private final ServiceStack stack = new ServiceStack();
    private final List<ChildProcess> processes = new ArrayList<>();

    /**
     * @param kafkaPort of the first broker, 0 for a free one
     * @param folder keeps everything between runs
     */
    public LocalCluster(Settings given, int kafkaPort, Path folder) throws Exception {
        Jars jars = Jars.ofThisProcess();
        kafka = new KafkaNodes(folder, kafkaPort);
        Settings settings = given.with(CommonSettings.KAFKA_BOOTSTRAP, kafka.bootstrap());
        CheckpointFolder checkpoints = new CheckpointFolder(folder.resolve("jobs"));
        flink = new FlinkNodes(folder, checkpoints.checkpoints(), settings.get(JobsSettings.PARALLELISM));
        services = new ServiceNodes(settings, folder);
        job = new FlinkJob(new FlinkRest(flink.restUrl()), jars.job(), checkpoints, settings);

        List<ChildProcess> brokers = kafka.processes(jars);
        ChildProcess jobManager = flink.jobManager(jars);
        ChildProcess taskManager1 = flink.taskManager(jars, 1);
        ChildProcess taskManager2 = flink.taskManager(jars, 2);
        ChildProcess gateway = services.process(jars, "gateway");
        ChildProcess ingest = services.process(jars, "ingest");
        ChildProcess api = services.process(jars, "api");
        processes.addAll(brokers);
        processes.addAll(List.of(jobManager, gateway, ingest, api, taskManager1, taskManager2));

        // A broker goes when a controller lets it, which takes two of the three.
        stack.addStage(new ProcessGroup("brokers", brokers), jobManager, taskManager1, taskManager2)
                .add(topics(settings, brokers))
                .addStage(gateway, ingest, api, job)
                .drainInOrder(gateway, ingest, job, api);
    }

    private Service topics(Settings settings, List<ChildProcess> brokers) {
        TelemetryTopics topics = TelemetryTopics.withPrefix(settings.get(CommonSettings.TOPIC_PREFIX));
        TopicSetup setup = new TopicSetup(kafka.bootstrap(), topics.specs(settings.get(CommonSettings.PARTITIONS)));
        return new Service() {
            @Override
            public String name() {
                return setup.name();
            }

            @Override
            public void start() throws Exception {
                kafka.awaitRegistered(brokers);
                setup.start();
            }

            @Override
            public void close() {
                setup.close();
            }
        };
    }

    public void start() throws Exception {
        stack.start();
    }

    public String kafkaBootstrap() {
        return kafka.bootstrap();
    }

    public MqttListeners mqttListeners() {
        return services.mqtt();
    }

    public String httpUrl() {
        return "http://" + services.mqtt().host() + ":" + services.httpPort();
    }

    public String flinkUrl() {
        return flink.restUrl();
    }

    /** Starts what has died, once it is time. */
    public void look() throws IOException {
        for (ChildProcess process : processes) {
            process.look();
        }
    }

    public List<String> processNames() {
        return processes.stream().map(ChildProcess::name).toList();
    }

    /**
     * @param signal such as {@code KILL}
     * @return whether the process lived
     */
    public boolean signal(String processName, String signal) throws IOException {
        boolean isDone = false;
        for (ChildProcess process : named(processName)) {
            isDone |= process.signal(signal);
        }
        return isDone;
    }

    /**
     * From now on no file takes another byte of the process, until it is started again; or takes them again.
     *
     * @return whether the process lived
     */
    public boolean fillDisk(String processName, boolean full) throws IOException {
        boolean isDone = false;
        for (ChildProcess process : named(processName)) {
            isDone |= process.fillDisk(full);
        }
        return isDone;
    }

    /** How often the process has ended by itself, and not by SIGKILL. */
    public int ends(String processName) {
        return named(processName).stream().mapToInt(ChildProcess::ends).sum();
    }

    /** Whether this machine has what {@link #shiftClock} takes. */
    public static boolean canClocksJump() {
        return FakeClock.library().isPresent();
    }

    /** To be called before the start, where the clock is to be shifted later. */
    public void letClockJump(String processName) throws IOException {
        Path library = FakeClock.library()
                .orElseThrow(() -> new IOException("libfaketime must be installed for a clock to jump, was not found"));
        for (ChildProcess process : named(processName)) {
            process.letClockJump(library);
        }
    }

    /** From now on the wall clock of the process stands off so far from the right time. */
    public void shiftClock(String processName, Duration by) throws IOException {
        for (ChildProcess process : named(processName)) {
            process.shiftClock(by);
        }
    }

    private List<ChildProcess> named(String processName) {
        return processes.stream()
                .filter(process -> process.name().equals(processName))
                .toList();
    }

    /** Whether a reading published now would be counted and shown. */
    public boolean isReady() throws InterruptedException {
        return job.isRunning() && services.areReady();
    }

    /** From now on each process is started again however often it dies; before, five deaths in a row are a fault. */
    public void neverGiveUp() {
        processes.forEach(ChildProcess::neverGiveUp);
    }

    /** What another start does not mend, null where there is nothing. */
    public @Nullable String fault() {
        return Stream.concat(Stream.of(job.fault()), processes.stream().map(ChildProcess::fault))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void close() {
        stack.close();
    }
}
