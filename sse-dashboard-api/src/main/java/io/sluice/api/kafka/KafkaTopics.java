package io.sluice.api.kafka;

import io.sluice.kit.lifecycle.EnvironmentException;
import io.sluice.kit.settings.SettingsException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;

/** The topics as they are on the cluster. */
public final class KafkaTopics {
    private static final long RETRY_MILLIS = 250;

    private KafkaTopics() {}

    static Admin admin(String bootstrap) {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                AdminClientConfig.CLIENT_ID_CONFIG,
                "sluice-api"));
    }

    /**
     * The epoch of each topic: another creation of it has another. An interrupt ends the wait for it.
     *
     * @param patience how long to wait for the cluster and the topics, which another service creates
     * @throws EnvironmentException where they do not come
     * @throws SettingsException where they have another number of partitions
     */
    public static Map<String, Integer> epochs(
            String bootstrap, Collection<String> topics, int partitions, Duration patience)
            throws InterruptedException, EnvironmentException, SettingsException {
        Admin admin = admin(bootstrap);
        try {
            Map<String, TopicDescription> described = describe(admin, bootstrap, topics, patience);
            check(described, partitions);
            return described.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> epoch(entry.getValue().topicId())));
        } finally {
            // Closed without a bound, it would wait for the calls that nobody wants to hear of any more.
            admin.close(Duration.ZERO);
        }
    }

    private static Map<String, TopicDescription> describe(
            Admin admin, String bootstrap, Collection<String> topics, Duration patience)
            throws InterruptedException, EnvironmentException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return admin.describeTopics(topics)
                        .allTopicNames()
                        .get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException | KafkaException e) {
                if (System.nanoTime() >= deadline) {
                    throw new EnvironmentException(
                            "topics " + topics + " must exist at " + bootstrap + ", did not: " + e.getMessage(), e);
                }
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            }
        }
    }

    private static void check(Map<String, TopicDescription> described, int partitions) throws SettingsException {
        List<String> faults = described.entrySet().stream()
                .filter(entry -> entry.getValue().partitions().size() != partitions)
                .map(entry -> "partitions must be those of the topic " + entry.getKey() + ", "
                        + entry.getValue().partitions().size() + ", was " + partitions)
                .toList();
        if (!faults.isEmpty()) {
            throw new SettingsException(faults);
        }
    }

    private static int epoch(Uuid topicId) {
        long bits = topicId.getMostSignificantBits() ^ topicId.getLeastSignificantBits();
        return Long.hashCode(bits);
    }
}
