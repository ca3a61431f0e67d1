package io.sluice.launcher.verify;

import io.sluice.launcher.kafka.TopicReader;
import io.sluice.model.batch.CorruptBatchException;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.batch.TelemetryBatchCodec;
import io.sluice.model.topic.TelemetryTopics;
import io.sluice.simulator.oracle.Finding;
import io.sluice.simulator.oracle.MessageId;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks up in the topics how far the messages of findings came. */
final class StageSearch {
    private final String bootstrap;
    private final List<String> topics;
    private final Instant from;

    StageSearch(String bootstrap, TelemetryTopics topics, Instant from) {
        this.bootstrap = bootstrap;
        this.topics = List.of(topics.batches(), topics.readings(), topics.late());
        this.from = from;
    }

    /** Each finding with the last topic that holds its message. */
    List<Finding> locate(List<Finding> findings) throws IOException {
        Set<MessageId> wanted = new HashSet<>();
        findings.stream().filter(finding -> finding.seq() != 0).forEach(finding -> wanted.add(identity(finding)));
        if (wanted.isEmpty()) {
            return findings;
        }
        Map<MessageId, String> last = new HashMap<>();
        for (String topic : topics) {
            new TopicReader(bootstrap, topic)
                    .read(from, (partition, offset, timestamp, value) -> note(topic, value, wanted, last));
        }
        return findings.stream()
                .map(finding -> finding.seq() == 0
                        ? finding
                        : finding.withStage(
                                last.getOrDefault(identity(finding), "no topic: before the gateway's batches")))
                .toList();
    }

    private static MessageId identity(Finding finding) {
        return new MessageId(finding.device(), finding.epoch(), finding.seq());
    }

    private static void note(String topic, byte[] value, Set<MessageId> wanted, Map<MessageId, String> last) {
        TelemetryBatch batch;
        try {
            batch = TelemetryBatchCodec.decode(value);
        } catch (CorruptBatchException e) {
            return; // its readers count it
        }
        batch.blocks()
                .forEach(block -> block.messages().forEach(counted -> {
                    MessageId identity = new MessageId(
                            block.device().toString(),
                            block.epoch(),
                            counted.message().seq());
                    if (wanted.contains(identity)) {
                        last.put(identity, topic);
                    }
                }));
    }
}
