package io.sluice.gateway.kafka;

import io.sluice.gateway.batch.BatchSink;
import io.sluice.gateway.ledger.LedgerBook;
import io.sluice.model.ledger.LedgerKey;
import io.sluice.model.ledger.proto.LedgerRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends the book's changed facts to {@code telemetry.ledger}. Belongs to the keeper's thread. */
public final class LedgerPublisher {
    private static final int MAX_IN_FLIGHT = 20_000;

    private final LedgerBook book;
    private final KafkaSink sink;
    private final String topic;
    private final AtomicInteger inFlight = new AtomicInteger();

    public LedgerPublisher(LedgerBook book, KafkaSink sink, String topic) {
        this.book = book;
        this.sink = sink;
        this.topic = topic;
    }

    public void publish() {
        List<LedgerRecord> facts = book.takeUnsent(MAX_IN_FLIGHT - inFlight.get());
        int taken = 0;
        try {
            while (taken < facts.size() && send(facts.get(taken))) {
                taken++;
            }
        } finally {
            facts.subList(taken, facts.size()).forEach(book::sendAgain);
        }
    }

    private boolean send(LedgerRecord fact) {
        byte[] key = LedgerKey.of(fact).getBytes(StandardCharsets.UTF_8);
        inFlight.incrementAndGet();
        boolean isTaken = false;
        try {
            isTaken = sink.trySendFact(new ProducerRecord<>(topic, key, fact.toByteArray()), new Sent(fact));
        } finally {
            if (!isTaken) {
                inFlight.decrementAndGet();
            }
        }
        return isTaken;
    }

    private final class Sent implements BatchSink.Outcome {
        private final LedgerRecord fact;

        private Sent(LedgerRecord fact) {
            this.fact = fact;
        }

        @Override
        public void acked() {
            inFlight.decrementAndGet();
        }

        @Override
        public void failed(Throwable cause) {
            inFlight.decrementAndGet();
            book.sendAgain(fact);
        }
    }
}
