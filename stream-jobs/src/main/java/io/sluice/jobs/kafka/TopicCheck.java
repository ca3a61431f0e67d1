package io.sluice.jobs.kafka;

import io.sluice.model.topic.TelemetryTopics;
import io.sluice.model.topic.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Devices hash to partitions: with another number of them than configured, order per device would be lost. */
public final class TopicCheck {
    private final List<TopicSpec> needed;

    public TopicCheck(TelemetryTopics topics, int partitions) {
        this.needed = topics.specs(partitions).stream()
                .filter(spec -> isOurs(topics, spec.name()))
                .toList();
    }

    /**
     * Waits for topics that another service is about to create. An interrupt ends that.
     *
     * @throws IllegalStateException naming every topic that is absent or has another number of partitions
     * @throws ExecutionException where Kafka did not answer
     */
    public void await(String bootstrap, Duration timeout) throws ExecutionException, InterruptedException {
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        Map<String, Object> config = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        Admin admin = Admin.create(config);
        try {
            await(admin, deadlineNanos);
        } finally {
            // Closed without a bound, it would wait for the calls that nobody wants to hear of any more.
            admin.close(Duration.ZERO);
        }
    }

    private void await(Admin admin, long deadlineNanos) throws ExecutionException, InterruptedException {
        List<String> faults = faults(admin);
        while (!faults.isEmpty() && System.nanoTime() < deadlineNanos) {
            TimeUnit.MILLISECONDS.sleep(200);
            faults = faults(admin);
        }
        if (!faults.isEmpty()) {
            throw new IllegalStateException(String.join("; ", faults));
        }
    }

    private List<String> faults(Admin admin) throws ExecutionException, InterruptedException {
        Map<String, KafkaFuture<TopicDescription>> answers = admin.describeTopics(
                        needed.stream().map(TopicSpec::name).toList())
                .topicNameValues();
        List<String> faults = new ArrayList<>();
        for (TopicSpec spec : needed) {
            KafkaFuture<TopicDescription> answer = answers.get(spec.name());
            int found = answer == null ? 0 : partitions(answer);
            if (found != spec.partitions()) {
                faults.add("topic " + spec.name() + " must have " + spec.partitions() + " partitions, "
                        + (found == 0 ? "is absent" : "has " + found));
            }
        }
        return faults;
    }

    private static int partitions(KafkaFuture<TopicDescription> answer)
            throws ExecutionException, InterruptedException {
        try {
            return answer.get().partitions().size();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return 0;
            }
            throw e;
        }
    }

    private static boolean isOurs(TelemetryTopics topics, String name) {
        return name.equals(topics.readings())
                || name.equals(topics.late())
                || name.equals(topics.ledger())
                || name.startsWith(topics.prefix() + ".rollups.");
    }
}
