package io.sluice.api.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import io.sluice.api.ledger.LedgerBook;
import io.sluice.model.ledger.proto.LedgerRecord;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The ledger's topic into the book. */
final class LedgerSink implements TopicSink {
    private final LedgerBook ledger;
    private final Clock clock;

    LedgerSink(LedgerBook ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public boolean accept(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return true;
        }
        try {
            LedgerRecord fact = LedgerRecord.parseFrom(record.value());
            if (fact.getFactCase() == LedgerRecord.FactCase.FACT_NOT_SET) {
                return false;
            }
            ledger.apply(fact, clock.millis());
            return true;
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
    }
}
