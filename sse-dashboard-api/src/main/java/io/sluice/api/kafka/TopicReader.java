package io.sluice.api.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all partitions of a few topics from their beginning, for ever, on a thread of its own: every replica of the API
 * knows everything, so there is no group and nothing to commit.
 */
final class TopicReader implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TopicReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final Supplier<? extends Consumer<byte[], byte[]>> consumers;
    private final Map<String, TopicSink> sinks;
    private final Listener listener;
    private final Thread thread;
    private final ReadProgress progress = new ReadProgress();
    private volatile @Nullable Consumer<byte[], byte[]> open;
    private volatile boolean isClosed;

    /** Called from the reader's thread. */
    interface Listener {
        /** Records were applied. */
        void applied();

        void badRecord(String topic);
    }

    /** @param consumers makes one that belongs to the reader, which closes it */
    TopicReader(
            String name,
            Supplier<? extends Consumer<byte[], byte[]>> consumers,
            Map<String, TopicSink> sinks,
            Listener listener) {
        this.consumers = consumers;
        this.sinks = Map.copyOf(sinks);
        this.listener = listener;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Whether everything that the topics held at the start has been applied. */
    boolean isCaughtUp() {
        return progress.isCaughtUp();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /** Records that are there and not yet applied. */
    long lag() {
        return progress.lag();
    }

    /**
     * Goes on with a new consumer, from where it is: one measures by the wall clock how long ago it asked who leads a
     * partition, or tried a broker in vain, and does so again only once that has caught up. Any thread.
     */
    void clockWentBack() {
        wakeUp();
    }

    private void wakeUp() {
        Consumer<byte[], byte[]> known = open;
        if (known != null) {
            known.wakeup();
        }
    }

    private void run() {
        try {
            while (!isClosed) {
                readUntilWoken();
            }
        } catch (RuntimeException e) {
            log.atError().setCause(e).addKeyValue("reader", thread.getName()).log("a reader died, restart the API");
        }
    }

    private void readUntilWoken() {
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            open = consumer;
            if (!isClosed) {
                begin(consumer);
            }
            while (!isClosed) {
                read(consumer);
            }
        } catch (WakeupException e) {
            log.atDebug().log("a reader ends or begins anew");
        }
    }

    private void begin(Consumer<byte[], byte[]> consumer) {
        if (progress.positions().isEmpty()) {
            beginAtTheStart(consumer);
        } else {
            consumer.assign(progress.positions().keySet());
            progress.positions().forEach(consumer::seek);
        }
    }

    private void beginAtTheStart(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = sinks.keySet().stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        progress.aimAt(consumer.endOffsets(partitions));
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
        starts.forEach((partition, offset) ->
                sink(partition.topic()).ifPresent(sink -> sink.beginAt(partition.partition(), offset)));
        consumer.seekToBeginning(partitions);
        progress.beginAt(partitions, starts);
    }

    private void read(Consumer<byte[], byte[]> consumer) {
        try {
            apply(consumer.poll(POLL), consumer);
        } catch (OffsetOutOfRangeException e) {
            skipLost(e.offsetOutOfRangePartitions(), consumer);
        }
    }

    /** The topic no longer has what was to be read next: it was kept for too short a time, or a broker lost it. */
    private void skipLost(Map<TopicPartition, Long> wanted, Consumer<byte[], byte[]> consumer) {
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(wanted.keySet());
        wanted.forEach((partition, position) -> {
            long start = starts.getOrDefault(partition, 0L);
            log.atWarn()
                    .addKeyValue("partition", partition)
                    .addKeyValue("wanted", position)
                    .addKeyValue("goesOnAt", start)
                    .log("records were gone before they were read");
            sink(partition.topic()).ifPresent(sink -> sink.beginAt(partition.partition(), Math.max(start, position)));
            consumer.seek(partition, start);
        });
    }

    private void apply(ConsumerRecords<byte[], byte[]> records, Consumer<byte[], byte[]> consumer) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            boolean read = sink(record.topic()).map(sink -> sink.accept(record)).orElse(true);
            if (!read) {
                listener.badRecord(record.topic());
            }
        }
        Collection<TopicPartition> partitions = consumer.assignment();
        for (TopicPartition partition : partitions) {
            long position = consumer.position(partition);
            progress.reached(partition, position);
            sink(partition.topic()).ifPresent(sink -> sink.advance(partition.partition(), position));
        }
        if (progress.catchesUp()) {
            log.atInfo().addKeyValue("reader", thread.getName()).log("caught up with Kafka");
        }
        progress.leaves(partitions, consumer::currentLag);
        if (!records.isEmpty()) {
            listener.applied();
        }
    }

    private Optional<TopicSink> sink(String topic) {
        return Optional.ofNullable(sinks.get(topic));
    }

    @Override
    public void close() {
        isClosed = true;
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        wakeUp();
        try {
            thread.join(CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
