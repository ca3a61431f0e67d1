package io.sluice.gateway.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.gateway.batch.BatchSink;
import io.sluice.gateway.ledger.LedgerBook;
import io.sluice.model.ledger.proto.LedgerRecord;
import io.sluice.model.ledger.proto.SpoolAppended;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

final class KafkaSinkTest {
    private static final byte[] BATCH = {1, 2, 3};

    private final List<MockProducer<byte[], byte[]>> producers = new ArrayList<>();
    private final Told told = new Told();
    private TopicCheck.Answer answer = new TopicCheck.Answer.Fits();
    private final KafkaSink sink = new KafkaSink(this::producer, () -> answer, "telemetry.batches", "1a2b3c4d");

    private MockProducer<byte[], byte[]> producer() {
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        producers.add(producer);
        return producer;
    }

    static final class Told implements BatchSink.Outcome {
        private final List<String> answers = new ArrayList<>();

        @Override
        public void acked() {
            answers.add("acked");
        }

        @Override
        public void failed(Throwable cause) {
            answers.add("failed " + cause.getMessage());
        }
    }

    @Test
    void aBatchGoesToItsPartitionWithTypeAndGateway() {
        assertTrue(sink.trySend(3, BATCH, told));
        ProducerRecord<byte[], byte[]> sent = producers.get(0).history().get(0);
        assertEquals("telemetry.batches", sent.topic());
        assertEquals(3, sent.partition());
        assertNull(sent.key());
        assertArrayEquals(BATCH, sent.value());
        assertEquals("application/vnd.sluice.batch+protobuf", header(sent, "content-type"));
        assertEquals("1a2b3c4d", header(sent, "gateway"));
        assertEquals(List.of(), told.answers);
        producers.get(0).completeNext();
        assertEquals(List.of("acked"), told.answers);
    }

    private static String header(ProducerRecord<byte[], byte[]> message, String name) {
        return new String(message.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Test
    void nothingIsSentWhileTheTopicIsNotAsTheSettingsSay() {
        answer = new TopicCheck.Answer.OtherPartitions("topic telemetry.batches must have partitions=12, has 8");
        assertFalse(sink.trySend(0, BATCH, told));
        assertEquals("topic telemetry.batches must have partitions=12, has 8", sink.wrong());
        assertTrue(producers.isEmpty());
    }

    @Test
    void whatFitsIsSentToATopicThatTakesLessThanTheLargestBatch() {
        answer =
                new TopicCheck.Answer.Narrow("topic telemetry.batches must have max.message.bytes of at least 8388608");
        assertTrue(sink.trySend(0, BATCH, told));
        assertNull(sink.wrong());
    }

    @Test
    void nothingIsWrongWhileKafkaIsAway() {
        answer = new TopicCheck.Answer.Away("no answer");
        assertFalse(sink.trySend(0, BATCH, told));
        assertNull(sink.wrong());
    }

    @Test
    void aProducerWithoutMetadataIsNoFailure() {
        assertTrue(sink.trySend(0, BATCH, told));
        producers.get(0).sendException = new TimeoutException("no metadata");
        assertFalse(sink.trySend(0, BATCH, told));
        assertEquals(List.of(), told.answers);
    }

    @Test
    void aFatalErrorIsToldAndTheNextProducerIsANewOne() {
        assertTrue(sink.trySend(0, BATCH, told));
        producers.get(0).errorNext(new OutOfOrderSequenceException("lost its place"));
        assertEquals(List.of("failed lost its place"), told.answers);
        sink.restart();
        assertTrue(producers.get(0).closed());
        assertTrue(sink.trySend(0, BATCH, told));
        assertEquals(2, producers.size());
    }

    @Test
    void whereTheClockWentBackTheNextProducerIsANewOne() {
        sink.clockWentBack();
        assertTrue(sink.trySend(0, BATCH, told));
        sink.clockWentBack();
        assertTrue(producers.get(0).closed());
        assertTrue(sink.trySend(0, BATCH, told));
        assertEquals(2, producers.size());
    }

    @Test
    void aLedgerFactThatFailedIsSentAgainAsItIsByThen() throws Exception {
        LedgerBook book = new LedgerBook();
        LedgerPublisher publisher = new LedgerPublisher(book, sink, "telemetry.ledger");
        book.fact(fact(1));
        book.absorb();
        publisher.publish();
        assertTrue(producers.isEmpty(), "facts wait for a connection");
        sink.connect();
        book.absorb();
        publisher.publish();
        book.fact(fact(2));
        book.absorb();
        producers.get(0).errorNext(new OutOfOrderSequenceException("lost its place"));
        book.absorb();
        publisher.publish();
        List<ProducerRecord<byte[], byte[]>> history = producers.get(0).history();
        assertEquals(2, history.size());
        assertEquals(
                "1a2b3c4d/0||spool-appended|1a2b3c4d", new String(history.get(1).key(), StandardCharsets.UTF_8));
        assertEquals(
                2,
                LedgerRecord.parseFrom(history.get(1).value())
                        .getSpoolAppended()
                        .getAppendPosition());
    }

    private static LedgerRecord fact(long position) {
        return LedgerRecord.newBuilder()
                .setWriter("1a2b3c4d")
                .setSpoolAppended(
                        SpoolAppended.newBuilder().setSpool("1a2b3c4d").setAppendPosition(position))
                .build();
    }
}
