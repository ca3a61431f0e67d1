package io.sluice.launcher.kafka;

import io.sluice.kit.lifecycle.EnvironmentException;
import io.sluice.kit.lifecycle.Service;
import io.sluice.kit.settings.SettingsException;
import io.sluice.model.topic.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates the pipeline's topics where they are missing, has them take records as large as batches may be, and refuses a
 * topic with another partition count: devices hash to partitions, and another count would send a device's next message
 * past its own history.
 */
public final class TopicSetup implements Service {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int SEGMENT_BYTES = 16 << 20;

    private final String bootstrap;
    private final List<TopicSpec> specs;

    public TopicSetup(String bootstrap, List<TopicSpec> specs) {
        this.bootstrap = bootstrap;
        this.specs = List.copyOf(specs);
    }

    @Override
    public String name() {
        return "topics";
    }

    /** Waits for Kafka; an interrupt ends that. */
    @Override
    public void start() throws Exception {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                bootstrap,
                "default.api.timeout.ms",
                (int) TIMEOUT.toMillis(),
                "request.timeout.ms",
                (int) TIMEOUT.toMillis() / 2);
        try (Admin admin = Admin.create(config)) {
            setUp(admin);
        } catch (ExecutionException | KafkaException e) {
            String why = String.valueOf(e.getCause() == null ? e : e.getCause());
            throw new EnvironmentException(
                    "kafka.bootstrap must be a reachable Kafka cluster, was " + bootstrap + " (" + why + ")", e);
        }
    }

    private void setUp(Admin admin) throws ExecutionException, InterruptedException, SettingsException {
        try {
            List<TopicSpec> existing = create(admin);
            verify(admin);
            RecordBounds.raise(admin, existing, TIMEOUT);
        } catch (InterruptedException e) {
            // Closed without a bound, it would wait for the calls that nobody wants to hear of any more.
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    @Override
    public void close() {}

    /** @return those that were there before */
    private List<TopicSpec> create(Admin admin) throws ExecutionException, InterruptedException {
        List<NewTopic> topics = specs.stream().map(TopicSetup::newTopic).toList();
        var creations = admin.createTopics(topics).values();
        List<TopicSpec> existing = new ArrayList<>();
        for (TopicSpec spec : specs) {
            try {
                Objects.requireNonNull(creations.get(spec.name())).get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
                existing.add(spec);
            }
        }
        return existing;
    }

    /** Creation is answered a moment before every broker knows of it; a topic not described yet is asked for again. */
    private void verify(Admin admin) throws ExecutionException, InterruptedException, SettingsException {
        Map<String, TopicDescription> found = new HashMap<>();
        long deadlineNanos = System.nanoTime() + TIMEOUT.toNanos();
        while (found.size() < specs.size() && System.nanoTime() < deadlineNanos) {
            for (TopicSpec spec : specs) {
                if (!found.containsKey(spec.name())) {
                    describe(admin, spec).ifPresent(description -> found.put(spec.name(), description));
                }
            }
        }
        List<String> faults = new ArrayList<>();
        for (TopicSpec spec : specs) {
            TopicDescription description = found.get(spec.name());
            int partitions = description == null ? 0 : description.partitions().size();
            if (partitions != spec.partitions()) {
                faults.add("partitions must be the " + partitions + " that topic " + spec.name()
                        + " was created with, was " + spec.partitions());
            }
        }
        if (!faults.isEmpty()) {
            throw new SettingsException(faults);
        }
    }

    private static Optional<TopicDescription> describe(Admin admin, TopicSpec spec)
            throws ExecutionException, InterruptedException {
        try {
            var described = admin.describeTopics(List.of(spec.name())).allTopicNames();
            return described.get().values().stream().findFirst();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static NewTopic newTopic(TopicSpec spec) {
        Map<String, String> config = new HashMap<>();
        Integer maxRecordBytes = spec.maxRecordBytes();
        if (maxRecordBytes != null) {
            config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(maxRecordBytes));
        }
        Duration retention = spec.retention();
        if (retention == null) {
            config.put("cleanup.policy", "compact");
            config.put("segment.bytes", String.valueOf(SEGMENT_BYTES));
            config.put("min.cleanable.dirty.ratio", "0.2");
        } else {
            config.put("cleanup.policy", "delete");
            config.put("retention.ms", String.valueOf(retention.toMillis()));
            // Only whole closed segments are deleted: with Kafka's week-long segments two hours would last a week.
            config.put(
                    "segment.ms",
                    String.valueOf(Math.min(
                            retention.toMillis() / 4, Duration.ofDays(1).toMillis())));
        }
        return new NewTopic(spec.name(), Optional.of(spec.partitions()), Optional.empty()).configs(config);
    }
}
