package io.sluice.gateway.kafka;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks Kafka whether the topics are as the settings say. */
@FunctionalInterface
public interface TopicCheck {

    /** May take a second or two. */
    Answer ask();

    /** What Kafka said. */
    sealed interface Answer {
        record Fits() implements Answer {}

        record Away(String reason) implements Answer {}

        /** Kafka answered, and sending would be wrong. */
        record Wrong(String reason) implements Answer {}
    }

    /** An admin client asks, since it creates no topic by asking. */
    static TopicCheck of(String bootstrap, int partitions, String partitionedTopic, String otherTopic) {
        return () -> {
            try (Admin admin = Admin.create(Map.of(
                    CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                    CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 2_000,
                    CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 2_000))) {
                return judge(
                        admin.describeTopics(List.of(partitionedTopic, otherTopic))
                                .topicNameValues(),
                        partitions,
                        partitionedTopic);
            } catch (TimeoutException e) {
                return new Answer.Away("no answer within 2 s");
            } catch (RuntimeException e) {
                return new Answer.Away(String.valueOf(e.getCause() == null ? e : e.getCause()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Answer.Away("interrupted");
            }
        };
    }

    private static Answer judge(
            Map<String, KafkaFuture<TopicDescription>> answers, int partitions, String partitionedTopic)
            throws InterruptedException, TimeoutException {
        for (Map.Entry<String, KafkaFuture<TopicDescription>> answer : answers.entrySet()) {
            String topic = answer.getKey();
            try {
                int found =
                        answer.getValue().get(2, TimeUnit.SECONDS).partitions().size();
                if (topic.equals(partitionedTopic) && found != partitions) {
                    return new Answer.Wrong(
                            "topic " + topic + " must have partitions=" + partitions + ", has " + found);
                }
            } catch (ExecutionException e) {
                return e.getCause() instanceof UnknownTopicOrPartitionException
                        ? new Answer.Wrong("topic " + topic + " must exist, does not")
                        : new Answer.Away(String.valueOf(e.getCause()));
            }
        }
        return new Answer.Fits();
    }
}
