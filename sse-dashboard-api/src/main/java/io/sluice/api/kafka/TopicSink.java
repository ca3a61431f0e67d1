package io.sluice.api.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the records of one topic are for. Called from one thread. */
interface TopicSink {
    /** Before the first record, and where some were gone before they were read: there is nothing below the offset. */
    default void beginAt(int partition, long offset) {}

    /** False where the record cannot be read: it is counted and skipped. */
    boolean accept(ConsumerRecord<byte[], byte[]> record);

    /** Everything below the offset has been given. */
    default void advance(int partition, long offset) {}
}
