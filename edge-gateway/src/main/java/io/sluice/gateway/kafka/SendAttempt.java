package io.sluice.gateway.kafka;

import io.sluice.gateway.batch.BatchSink;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One record on its way. A producer without metadata or buffer says so within {@code send}, by a timeout on the calling
 * thread: then nothing was taken, and that is no failure.
 */
final class SendAttempt implements Callback {
    private final BatchSink.Outcome outcome;
    private final Thread sender = Thread.currentThread();
    private boolean isSending;
    private boolean isRefused;

    SendAttempt(BatchSink.Outcome outcome) {
        this.outcome = outcome;
    }

    boolean isTaken(Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> message) {
        isSending = true;
        try {
            producer.send(message, this);
        } catch (RuntimeException e) {
            onCompletion(null, e);
        }
        isSending = false;
        return !isRefused;
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
        if (failure == null) {
            outcome.acked();
        } else if (failure instanceof TimeoutException && Thread.currentThread() == sender && isSending) {
            isRefused = true;
        } else {
            outcome.failed(failure);
        }
    }
}
