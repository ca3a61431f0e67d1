package io.sluice.launcher.cluster;

import io.sluice.kit.lifecycle.EnvironmentException;
import io.sluice.launcher.kafka.FreePorts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A standalone Flink: one JobManager, two TaskManagers, each of which could run the job alone. State lives in RocksDB,
 * checkpoints in a folder that both can see.
 */
final class FlinkNodes {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final String JOB_MANAGER = "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
    private static final String TASK_MANAGER = "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";

    private final Path folder;
    private final Path checkpoints;
    private final int slots;
    private final int rpcPort = FreePorts.pick("Flink's RPC port", 0);
    private final int restPort = FreePorts.pick("Flink's REST port", 0);

    /** @param slots of each TaskManager */
    FlinkNodes(Path folder, Path checkpoints, int slots) throws EnvironmentException {
        this.folder = folder;
        this.checkpoints = checkpoints;
        this.slots = slots;
    }

    String restUrl() {
        return "http://127.0.0.1:" + restPort;
    }

    ChildProcess jobManager(Jars jars) throws IOException {
        return process("jobmanager", jars, "512m", JOB_MANAGER);
    }

    ChildProcess taskManager(Jars jars, int number) throws IOException {
        return process("taskmanager-" + number, jars, "512m", TASK_MANAGER);
    }

    private ChildProcess process(String name, Jars jars, String heap, String mainClass) throws IOException {
        Path configuration = folder.resolve("flink").resolve(name);
        Files.createDirectories(configuration.resolve("tmp"));
        Files.writeString(
                configuration.resolve("config.yaml"),
                config(configuration).entrySet().stream()
                        .map(entry -> entry.getKey() + ": \"" + entry.getValue() + "\"\n")
                        .collect(Collectors.joining()));
        try (InputStream logback = Objects.requireNonNull(FlinkNodes.class.getResourceAsStream("/logback.xml"))) {
            Files.copy(logback, configuration.resolve("logback.xml"), StandardCopyOption.REPLACE_EXISTING);
        }
        return new ChildProcess(
                new ChildCommand(name, jars.flink(heap, configuration, mainClass), Map.of(), GRACE), folder);
    }

    private Map<String, String> config(Path configuration) {
        Map<String, String> config = new TreeMap<>();
        addAddresses(config);
        addMemory(config);
        config.put("io.tmp.dirs", configuration.resolve("tmp").toString());
        config.put("state.backend.type", "rocksdb");
        config.put("execution.checkpointing.storage", "filesystem");
        config.put("execution.checkpointing.dir", checkpoints.toUri().toString());
        config.put("execution.checkpointing.num-retained", "3");
        // A slow machine takes its time to start.
        config.put("pekko.startup-timeout", "120 s");
        // A process that is gone is noticed in seconds instead of a minute.
        config.put("heartbeat.interval", "2 s");
        config.put("heartbeat.timeout", "10 s");
        return config;
    }

    private void addAddresses(Map<String, String> config) {
        for (String part : new String[] {"jobmanager.rpc.address", "jobmanager.bind-host", "rest.address"}) {
            config.put(part, "127.0.0.1");
        }
        for (String part : new String[] {"rest.bind-address", "taskmanager.host", "taskmanager.bind-host"}) {
            config.put(part, "127.0.0.1");
        }
        config.put("jobmanager.rpc.port", String.valueOf(rpcPort));
        config.put("rest.port", String.valueOf(restPort));
        config.put("rest.bind-port", String.valueOf(restPort));
    }

    /** Flink's scripts would work these out; started without them a TaskManager wants each by name. */
    private void addMemory(Map<String, String> config) {
        config.put("taskmanager.numberOfTaskSlots", String.valueOf(slots));
        config.put("taskmanager.cpu.cores", String.valueOf(slots));
        config.put("taskmanager.memory.framework.heap.size", "64m");
        config.put("taskmanager.memory.framework.off-heap.size", "64m");
        config.put("taskmanager.memory.task.heap.size", "384m");
        config.put("taskmanager.memory.task.off-heap.size", "64m");
        config.put("taskmanager.memory.network.min", "64m");
        config.put("taskmanager.memory.network.max", "64m");
        config.put("taskmanager.memory.managed.size", "128m");
        config.put("taskmanager.memory.jvm-metaspace.size", "192m");
        config.put("taskmanager.memory.jvm-overhead.min", "64m");
        config.put("taskmanager.memory.jvm-overhead.max", "64m");
    }
}
