package io.sluice.api.kafka;

import io.sluice.api.ledger.LedgerBook;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the ledger, once a second, where the jobs have read and checkpointed all of the readings.
 *
 * <p>Their committed offset follows the last record, the end of the topic also counts transaction markers, so the two
 * need not meet: what decides is that a reader that starts at the committed offset finds no record up to the end. Only
 * partitions where the jobs seem behind are asked about.
 */
final class JobsProgress implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JobsProgress.class);
    private static final Duration PROBE = Duration.ofMillis(200);
    private static final int PROBE_POLLS = 5;
    private static final long GAP_MILLIS = 1_000;
    private static final long ADMIN_SECONDS = 10;

    private final Supplier<Clients> clients;
    private final String group;
    private final String topic;
    private final LedgerBook ledger;
    private final Clock clock;
    private final Thread thread;
    private volatile @Nullable Clients open;
    private volatile boolean isStale;
    private volatile boolean isClosed;

    /** The two that are asked; the consumer reads what is committed only. */
    record Clients(Admin admin, Consumer<byte[], byte[]> consumer) implements AutoCloseable {
        @Override
        public void close() {
            consumer.close();
            admin.close();
        }
    }

    /** @param clients makes those that belong to this class, which closes them */
    JobsProgress(Supplier<Clients> clients, String group, String topic, LedgerBook ledger, Clock clock) {
        this.clients = clients;
        this.group = group;
        this.topic = topic;
        this.ledger = ledger;
        this.clock = clock;
        this.thread = new Thread(this::run, "api-jobs-progress");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Goes on with new clients, for the reason that {@link TopicReader#clockWentBack} has. Any thread. */
    void clockWentBack() {
        isStale = true;
        Clients known = open;
        if (known != null) {
            known.consumer.wakeup();
        }
    }

    private void run() {
        try {
            while (!isClosed) {
                lookWithNewClients();
                TimeUnit.MILLISECONDS.sleep(GAP_MILLIS);
            }
        } catch (InterruptedException e) {
            log.atDebug().log("jobs' progress is watched no more");
        }
    }

    private void lookWithNewClients() throws InterruptedException {
        isStale = false;
        try (Clients made = clients.get()) {
            open = made;
            while (!isClosed && !isStale) {
                lookAgain(made);
                TimeUnit.MILLISECONDS.sleep(GAP_MILLIS);
            }
        } catch (KafkaException e) {
            log.atWarn().setCause(e).log("no client to watch the jobs' progress with");
        }
    }

    private void lookAgain(Clients asked) throws InterruptedException {
        List<Integer> behind = ledger.partitionsBehind();
        if (behind.isEmpty()) {
            return;
        }
        try {
            Set<Integer> atEnd = atEnd(behind, asked);
            behind.forEach(partition -> ledger.jobsAtEnd(partition, atEnd.contains(partition), clock.millis()));
        } catch (KafkaException | ExecutionException | TimeoutException e) {
            behind.forEach(partition -> ledger.jobsAtEnd(partition, false, clock.millis()));
            log.atDebug().setCause(e).log("the jobs' committed offsets cannot be read");
        }
    }

    private Set<Integer> atEnd(List<Integer> partitions, Clients asked)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetAndMetadata> committed = asked.admin
                .listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(ADMIN_SECONDS, TimeUnit.SECONDS);
        Map<TopicPartition, Long> starts = new HashMap<>();
        for (int partition : partitions) {
            OffsetAndMetadata offset = committed.get(new TopicPartition(topic, partition));
            if (offset != null) {
                starts.put(new TopicPartition(topic, partition), offset.offset());
            }
        }
        return withoutRecordsFrom(starts, asked.consumer).stream()
                .map(TopicPartition::partition)
                .collect(Collectors.toSet());
    }

    private static Set<TopicPartition> withoutRecordsFrom(
            Map<TopicPartition, Long> starts, Consumer<byte[], byte[]> consumer) {
        consumer.assign(starts.keySet());
        starts.forEach(consumer::seek);
        Map<TopicPartition, Long> ends = consumer.endOffsets(starts.keySet());
        Map<TopicPartition, Long> open = new HashMap<>(ends);
        for (int i = 0; i < PROBE_POLLS && !open.isEmpty(); i++) {
            open.entrySet().removeIf(entry -> consumer.position(entry.getKey()) >= entry.getValue());
            if (!open.isEmpty()) {
                consumer.poll(PROBE).partitions().forEach(ends::remove);
                open.keySet().retainAll(ends.keySet());
            }
        }
        ends.keySet().removeAll(open.keySet());
        return ends.keySet();
    }

    @Override
    public void close() {
        isClosed = true;
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
