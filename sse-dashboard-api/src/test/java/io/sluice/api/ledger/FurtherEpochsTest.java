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
import io.sluice.model.ledger.proto.SpoolAppended;
import io.sluice.model.ledger.proto.SpoolCommitted;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a gateway counts in one row of further epochs is balanced against the rows that ingest has of each. */
class FurtherEpochsTest {
    private static final int PARTITIONS = 4;
    private static final long T0 = 1_732_412_345_000L;
    private static final long SETTLED = T0 + LedgerBook.SETTLE_MILLIS;
    private static final DeviceId PUMP = DeviceId.of("plant-1", "pump-7");
    private static final SeriesFilter PLANT =
            new SeriesFilter(List.of(NamePattern.parse("plant-1")), List.of(), List.of());

    private final LedgerBook book = new LedgerBook(PARTITIONS);
    private long now = T0;

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
        assertEquals(1, furtherEpochs(SETTLED).residue());

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

        assertEquals(1, furtherEpochs(SETTLED).residue());
    }

    @Test
    void whatIngestHasBeyondAllThatWasAppendedIsAResidueWhereTheGatewayDoesNotCatchUp() {
        appended("e", 2, 2);
        screened("e", 2);
        appended(LedgerKey.FURTHER_EPOCHS, 3, 5);
        screened("boot-1", 2);
        now = T0 + 60_000;
        screened("boot-2", 3);

        assertEquals(0, totals(now).residue());
        assertEquals(0, totals(now + 29_999).residue());
        assertEquals(2, totals(now + 30_000).residue());
        assertEquals(2, furtherEpochs(now + 30_000).residue());

        appended("boot-1", 2, 7);
        assertEquals(0, totals(now + 30_000).residue());
    }

    @Test
    void itIsAResidueThoughIngestGoesOn() {
        appended(LedgerKey.FURTHER_EPOCHS, 1, 1);
        screened("boot-1", 1);
        now = T0 + 60_000;
        for (int boots = 2; boots <= 31; boots++, now += 1_000) {
            screened("boot-" + boots, 1);
            assertEquals(0, totals(now).residue(), "boot-" + boots);
        }
        assertEquals(30, totals(now).residue());
    }

    @Test
    void itIsNoneWhileAGatewayIsDownThatHasNotToldOfAllThatIngestHasSeen() {
        appended(LedgerKey.FURTHER_EPOCHS, 1, 1);
        appendedUpTo(1);
        screened("boot-1", 1);
        screened("boot-2", 2);
        committed(3);
        assertEquals(0, totals(T0 + 60_000).residue());

        appendedUpTo(3);
        assertEquals(2, totals(T0 + 60_000).residue());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void nothingIsAResidueWhileFactsComeInWhateverOrder(long seed) {
        Random random = new Random(seed);
        long[] appended = new long[8];
        long[] screened = new long[appended.length];
        for (int i = 0; i < 2_000; i++, now += 50 + random.nextInt(1_000)) {
            int epoch = random.nextInt(appended.length);
            appended[epoch] += random.nextInt(4);
            switch (random.nextInt(3)) {
                case 0 -> appended("e-0", appended[0], Long.MAX_VALUE);
                case 1 ->
                    appended(LedgerKey.FURTHER_EPOCHS, LongStream.of(appended).sum() - appended[0], Long.MAX_VALUE);
                default -> {
                    screened[epoch] += random.nextInt((int) (appended[epoch] - screened[epoch]) + 1);
                    screened("e-" + epoch, screened[epoch]);
                }
            }
            assertEquals(0, totals(now).residue(), "seed " + seed + " at " + i);
        }
    }

    private LedgerTotals totals(long nowMillis) {
        return book.totals(PLANT, nowMillis);
    }

    private LedgerTotals furtherEpochs(long nowMillis) {
        return book.rows(PLANT, nowMillis).stream()
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

    private void appendedUpTo(long position) {
        apply(LedgerRecord.newBuilder()
                .setSpoolAppended(SpoolAppended.newBuilder()
                        .setSpool("gw")
                        .setPartition(Partitions.of(PUMP, PARTITIONS))
                        .setAppendPosition(position)));
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
        book.apply(record.setWriter("gw").build(), now);
    }
}
