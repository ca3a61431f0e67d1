package io.sluice.ingest.kafka;

import io.sluice.model.topic.TelemetryTopics;
import io.sluice.model.topic.TopicSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Devices hash to partitions, so another number of them than the settings say would split a device's state. */
final class TopicCheck {
    private final List<TopicSpec> needed;

    TopicCheck(TelemetryTopics topics, int partitions) {
        Set<String> used =
                Set.of(topics.batches(), topics.readings(), topics.deadLetters(), topics.devices(), topics.ledger());
        this.needed = topics.specs(partitions).stream()
                .filter(spec -> used.contains(spec.name()))
                .toList();
    }

    /**
     * @return what is wrong with the topics; empty where all is well
     * @throws ExecutionException where Kafka did not answer
     */
    List<String> ask(Admin admin) throws ExecutionException, InterruptedException {
        Map<String, KafkaFuture<TopicDescription>> answers = admin.describeTopics(
                        needed.stream().map(TopicSpec::name).toList())
                .topicNameValues();
        Map<String, Integer> found = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> answer : answers.entrySet()) {
            try {
                found.put(answer.getKey(), answer.getValue().get().partitions().size());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return faults(found);
    }

    /** @param found partitions by topic */
    List<String> faults(Map<String, Integer> found) {
        return needed.stream()
                .filter(spec -> !Integer.valueOf(spec.partitions()).equals(found.get(spec.name())))
                .map(spec -> "topic " + spec.name() + " must have " + spec.partitions() + " partitions, "
                        + (found.containsKey(spec.name()) ? "has " + found.get(spec.name()) : "is absent"))
                .toList();
    }
}
