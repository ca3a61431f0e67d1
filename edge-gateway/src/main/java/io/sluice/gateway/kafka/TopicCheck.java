package io.sluice.gateway.kafka;

import io.sluice.model.topic.TopicSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Asks Kafka whether the topics are as the settings say. */
@FunctionalInterface
public interface TopicCheck {

    /** May take a second or two. */
    Answer ask();

    /** What Kafka said. */
    sealed interface Answer {
        record Fits() implements Answer {}

        /** The largest batches do not fit; others do, and are sent. */
        record Narrow(String reason) implements Answer {}

        record Away(String reason) implements Answer {}

        /** Kafka answered, and sending would be wrong. */
        record Wrong(String reason) implements Answer {
            @Override
            public String fault() {
                return reason;
            }
        }

        /** The same, and for good: devices would come to other partitions than they are in. */
        record OtherPartitions(String reason) implements Answer {
            @Override
            public String fault() {
                return reason;
            }
        }

        /** Why sending would be wrong, null where nothing is known to be. */
        default @Nullable String fault() {
            return null;
        }

        /** Whether there may be sent. */
        default boolean isUsable() {
            return this instanceof Fits || this instanceof Narrow;
        }
    }

    /** An admin client asks, since it creates no topic by asking. */
    static TopicCheck of(String bootstrap, TopicSpec batches, String otherTopic) {
        return () -> {
            try (Admin admin = Admin.create(Map.of(
                    CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                    CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 2_000,
                    CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 2_000))) {
                Answer answer = judge(
                        admin.describeTopics(List.of(batches.name(), otherTopic))
                                .topicNameValues(),
                        batches);
                return answer instanceof Answer.Fits ? judgeBound(admin, batches) : answer;
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

    private static Answer judge(Map<String, KafkaFuture<TopicDescription>> answers, TopicSpec batches)
            throws InterruptedException, TimeoutException {
        for (Map.Entry<String, KafkaFuture<TopicDescription>> answer : answers.entrySet()) {
            String topic = answer.getKey();
            try {
                int found =
                        answer.getValue().get(2, TimeUnit.SECONDS).partitions().size();
                if (topic.equals(batches.name()) && found != batches.partitions()) {
                    return new Answer.OtherPartitions(
                            "topic " + topic + " must have partitions=" + batches.partitions() + ", has " + found);
                }
            } catch (ExecutionException e) {
                return e.getCause() instanceof UnknownTopicOrPartitionException
                        ? new Answer.Wrong("topic " + topic + " must exist, does not")
                        : new Answer.Away(String.valueOf(e.getCause()));
            }
        }
        return new Answer.Fits();
    }

    /** One batch that a topic does not take would hold up all others for ever. */
    private static Answer judgeBound(Admin admin, TopicSpec batches) throws InterruptedException, TimeoutException {
        Integer wanted = batches.maxRecordBytes();
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, batches.name());
        try {
            String found = Objects.requireNonNull(admin.describeConfigs(List.of(topic))
                            .all()
                            .get(2, TimeUnit.SECONDS)
                            .get(topic))
                    .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                    .value();
            return wanted == null || Integer.parseInt(found) >= wanted
                    ? new Answer.Fits()
                    : new Answer.Narrow("topic " + batches.name() + " must have " + TopicConfig.MAX_MESSAGE_BYTES_CONFIG
                            + " of at least " + wanted + ", has " + found);
        } catch (ExecutionException e) {
            return e.getCause() instanceof AuthorizationException
                    ? new Answer.Narrow("what topic " + batches.name() + " takes is not to be known: " + e.getCause())
                    : new Answer.Away(String.valueOf(e.getCause()));
        }
    }
}
