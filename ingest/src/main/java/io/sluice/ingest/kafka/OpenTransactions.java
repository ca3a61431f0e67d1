package io.sluice.ingest.kafka;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Transactions that an earlier life left open on the topics ingest writes. Readers of committed records see nothing new
 * until the broker has ended them, so what is written at a start is shown only when everything before it has ended.
 */
final class OpenTransactions {
    private final Map<TopicPartition, Long> ends;

    private OpenTransactions(Map<TopicPartition, Long> ends) {
        this.ends = ends;
    }

    static OpenTransactions before(Admin admin, Collection<TopicPartition> partitions)
            throws ExecutionException, InterruptedException {
        return new OpenTransactions(offsets(admin, partitions, IsolationLevel.READ_UNCOMMITTED));
    }

    boolean haveEnded(Admin admin) throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> stable = offsets(admin, ends.keySet(), IsolationLevel.READ_COMMITTED);
        return ends.entrySet().stream().allMatch(end -> stable.getOrDefault(end.getKey(), -1L) >= end.getValue());
    }

    private static Map<TopicPartition, Long> offsets(
            Admin admin, Collection<TopicPartition> partitions, IsolationLevel isolation)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        return admin.listOffsets(latest, new ListOffsetsOptions(isolation)).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }
}
