package io.sluice.gateway.kafka;

import io.sluice.gateway.batch.BatchSink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Sends batches to {@code telemetry.batches}. Nothing is sent before Kafka has answered that the topic has the
 * partitions that the settings say. The producer is made anew after a fatal error. Batches come from the drain thread,
 * ledger facts from the keeper's; the lock is for making and closing producers only.
 */
public final class KafkaSink implements BatchSink {
    private static final Logger log = LoggerFactory.getLogger(KafkaSink.class);
    private static final String CONTENT_TYPE = "application/vnd.sluice.batch+protobuf";
    private static final long CHECK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final TopicCheck check;
    private final String topic;
    private final List<Header> headers;
    private volatile @Nullable Producer<byte[], byte[]> producer;
    private volatile TopicCheck.Answer answer = new TopicCheck.Answer.Away("not asked yet");
    private long nextCheckNanos;
    private boolean isChecked;
    private boolean isClosed;

    public KafkaSink(Supplier<Producer<byte[], byte[]>> producers, TopicCheck check, String topic, String spoolId) {
        this.producers = producers;
        this.check = check;
        this.topic = topic;
        this.headers = List.of(
                new RecordHeader("content-type", CONTENT_TYPE.getBytes(StandardCharsets.UTF_8)),
                new RecordHeader("gateway", spoolId.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public boolean trySend(int partition, byte[] batch, Outcome outcome) {
        Producer<byte[], byte[]> open = ready();
        return open != null
                && new SendAttempt(outcome)
                        .isTaken(open, new ProducerRecord<>(topic, partition, null, null, batch, headers));
    }

    /** A ledger fact; false where Kafka takes nothing now. Any thread. */
    boolean trySendFact(ProducerRecord<byte[], byte[]> fact, Outcome outcome) {
        Producer<byte[], byte[]> open = producer;
        return open != null && new SendAttempt(outcome).isTaken(open, fact);
    }

    /**
     * Asks Kafka for the topics and makes a producer, where that is not done yet; may take a few seconds. Called
     * without a batch too, so that a wrong topic is known before the first.
     */
    public void connect() {
        ready();
    }

    private @Nullable Producer<byte[], byte[]> ready() {
        Producer<byte[], byte[]> open = producer;
        return open != null ? open : connected();
    }

    private synchronized @Nullable Producer<byte[], byte[]> connected() {
        if (producer == null && !isClosed && isTopicRight()) {
            producer = producers.get();
        }
        return producer;
    }

    /** Asked until it fits, then never again: partitions are not taken away. */
    private boolean isTopicRight() {
        if (answer.isUsable()) {
            return true;
        }
        if (isChecked && System.nanoTime() - nextCheckNanos < 0) {
            return false;
        }
        TopicCheck.Answer before = answer;
        answer = check.ask();
        isChecked = true;
        nextCheckNanos = System.nanoTime() + CHECK_EVERY_NANOS;
        if (!answer.equals(before)) {
            log.atLevel(answer instanceof TopicCheck.Answer.Fits ? Level.INFO : Level.WARN)
                    .addKeyValue("answer", answer)
                    .log("asked kafka for the topics");
        }
        return answer.isUsable();
    }

    /** Why sending would be wrong, null where nothing is known to be. */
    public @Nullable String wrong() {
        return answer.fault();
    }

    @Override
    public synchronized void restart() {
        closeProducer(Duration.ZERO);
        answer = new TopicCheck.Answer.Away("asked again after a failure");
        isChecked = false;
    }

    /**
     * A producer measures by the wall clock how long ago it asked who leads a partition, or tried a batch or a broker
     * in vain, and does so again only once that has caught up. What is in flight fails, by which the drain learns that
     * it has to begin anew. Any thread.
     */
    public synchronized void clockWentBack() {
        closeProducer(Duration.ZERO);
    }

    /** Waits for what is in flight, but no longer than this. */
    public synchronized void close(Duration bound) {
        isClosed = true;
        closeProducer(bound);
    }

    private void closeProducer(Duration bound) {
        Producer<byte[], byte[]> open = producer;
        producer = null;
        if (open != null) {
            open.close(bound);
        }
    }
}
