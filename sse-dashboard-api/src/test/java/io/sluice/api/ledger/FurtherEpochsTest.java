package io.sluice.api.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.api.history.NamePattern;
import io.sluice.api.history.SeriesFilter;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.Partitions;
import io.sluice.model.ledger.LedgerKey;
import io.sluice.model.ledger.proto.DeviceAppended;
import io.sluice.model.ledger.proto.DeviceCounted;
import io.sluice.model.ledger.proto.DeviceScreened;
import io.sluice.model.ledger.proto.LedgerRecord;
import io.sluice.model.ledger.proto.SpoolCommitted;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a gateway counts in one row of further epochs is balanced against the rows that ingest has of each. */
class FurtherEpochsTest {
    private static final int PARTITIONS = 4;
    private static final long T0 = 1_732_412_345_000L;
    private static final long SETTLED = T0 + LedgerBook.SETTLE_MILLIS;
    private static final DeviceId PUMP = DeviceId.of("plant-1", "pump-7");
    private static final SeriesFilter PLANT =
            new SeriesFilter(List.of(NamePattern.parse("plant-1")), List.of(), List.of());

    private final LedgerBook book = new LedgerBook(PARTITIONS);

    @Test
    void whatIngestHasNotComeToIsInFlightAndWhatItIsPastAResidueOnceNothingMoves() {
        appended("e", 2, 2);
        screened("e", 2);
        appended(LedgerKey.FURTHER_EPOCHS, 3, 5);
        screened("boot-1", 1);
        screened("boot-2", 1);

        committed(4);
        assertEquals(1, totals(SETTLED).inFlight());
        assertEquals(0, totals(SETTLED).residue());

        committed(5);
        assertEquals(0, totals(SETTLED - 1).residue());
        assertEquals(1, totals(SETTLED).residue());
        assertEquals(1, furtherEpochs().residue());

        screened("boot-3", 1);
        assertEquals(0, totals(SETTLED).residue());
        assertEquals(5, totals(SETTLED).appended);
    }

    @Test
    void aRejectionStandsForNoMessage() {
        appended(LedgerKey.FURTHER_EPOCHS, 1, 1);
        committed(1);
        apply(LedgerRecord.newBuilder()
                .setDeviceScreened(DeviceScreened.newBuilder()
                        .setSite(PUMP.site())
                        .setDevice(PUMP.device())
                        .setEpoch("boot-1")
                        .putRejected("not-finite", 1)));

        assertEquals(1, furtherEpochs().residue());
    }

    private LedgerTotals totals(long nowMillis) {
        return book.totals(PLANT, nowMillis);
    }

    private LedgerTotals furtherEpochs() {
        return book.rows(PLANT, SETTLED).stream()
                .filter(row -> row.epoch().equals(LedgerKey.FURTHER_EPOCHS))
                .findAny()
                .orElseThrow()
                .totals();
    }

    private void appended(String epoch, long messages, long position) {
        apply(LedgerRecord.newBuilder()
                .setDeviceAppended(DeviceAppended.newBuilder()
                        .setSite(PUMP.site())
                        .setDevice(PUMP.device())
                        .setEpoch(epoch)
                        .setSpool("gw")
                        .setPartition(Partitions.of(PUMP, PARTITIONS))
                        .setAppended(messages)
                        .setLastCounter(position - 1)));
    }

    /** And counted by the jobs. */
    private void screened(String epoch, long messages) {
        apply(LedgerRecord.newBuilder()
                .setDeviceScreened(DeviceScreened.newBuilder()
                        .setSite(PUMP.site())
                        .setDevice(PUMP.device())
                        .setEpoch(epoch)
                        .setNewMessages(messages)));
        apply(LedgerRecord.newBuilder()
                .setDeviceCounted(DeviceCounted.newBuilder()
                        .setSite(PUMP.site())
                        .setDevice(PUMP.device())
                        .setEpoch(epoch)
                        .setPosition(messages)
                        .setCounted(messages)));
    }

    private void committed(long counter) {
        apply(LedgerRecord.newBuilder()
                .setSpoolCommitted(SpoolCommitted.newBuilder()
                        .setSpool("gw")
                        .setPartition(Partitions.of(PUMP, PARTITIONS))
                        .setCommittedCounter(counter)
                        .setClassified(counter)));
    }

    private void apply(LedgerRecord.Builder record) {
        book.apply(record.setWriter("gw").build(), T0);
    }
}
