package io.sluice.api.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the records of one topic are for. Called from one thread. */
interface TopicSink {
    /** Before the first record: the partition holds nothing below the offset. */
    default void beginAt(int partition, long offset) {}

    /** False where the record cannot be read: it is counted and skipped. */
    boolean accept(ConsumerRecord<byte[], byte[]> record);

    /** Everything below the offset has been given. */
    default void advance(int partition, long offset) {}
}
