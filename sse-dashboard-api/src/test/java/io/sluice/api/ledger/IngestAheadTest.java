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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ingest classifies what a gateway appended, and may tell of it before the gateway does. */
class IngestAheadTest {
    private static final int PARTITIONS = 4;
    private static final long T0 = 1_732_412_345_000L;
    private static final long PATIENT = T0 + LedgerBook.DEVICE_SETTLE_MILLIS - 1;
    private static final long OVER = T0 + LedgerBook.DEVICE_SETTLE_MILLIS;
    private static final DeviceId PUMP = DeviceId.of("plant-1", "pump-7");
    private static final SeriesFilter PLANT =
            new SeriesFilter(List.of(NamePattern.parse("plant-1")), List.of(), List.of());

    private final LedgerBook book = new LedgerBook(PARTITIONS);
    private long now = T0;

    @Test
    void isShownWhenTheGatewayHasCaughtUp() {
        appended("e", 5);
        screened("e", 5);
        counted(5);
        screened("e", 8);
        counted(8);
        screened("e", 12);
        counted(12);
        assertTerms(5, 5, 5, 0);

        appended("e", 9);
        assertTerms(9, 8, 8, 1);
        appended("e", 12);
        assertTerms(12, 12, 12, 0);
    }

    @Test
    void isNothingAsLongAsTheGatewayHasSaidNothing() {
        screened("e", 8);
        counted(8);
        assertTerms(0, 0, 0, 0);
        appended("e", 8);
        assertTerms(8, 8, 8, 0);
    }

    @Test
    void isAResidueWhereTheGatewayDoesNotCatchUp() {
        appended("e", 5);
        screened("e", 8);
        counted(8);
        assertEquals(0, totals(PATIENT).residue());
        assertEquals(3, totals(OVER).residue());
        assertEquals(8, totals(OVER).newMessages);
        assertEquals(3, book.rows(PLANT, OVER).get(0).totals().residue());
    }

    @Test
    void isAResidueThoughIngestGoesOn() {
        appended("e", 5);
        for (long messages = 6; now < OVER; messages++) {
            assertEquals(0, totals(now).residue(), "at " + now);
            screened("e", messages);
            now += 1_000;
        }
        assertEquals(30, totals(now).residue());
    }

    @Test
    void isNoneWhileAGatewayIsDownThatHasNotToldOfAllThatIngestHasSeen() {
        appended("e", 5);
        appendedUpTo(5);
        screened("e", 5);
        screened("e", 8);
        committed(8);
        assertEquals(0, totals(OVER).residue());
        assertEquals(5, totals(OVER).newMessages);

        appendedUpTo(8);
        assertEquals(3, totals(OVER).residue());
    }

    @Test
    void ofFurtherEpochsIsHeldForNoGateway() {
        appended(LedgerKey.FURTHER_EPOCHS, 2);
        screened("boot-1", 1);
        screened("boot-2", 1);
        assertEquals(2, totals(T0).newMessages);
        assertEquals(0, totals(OVER).residue());
    }

    @Test
    void overAllDevicesIsShownAtOnceSinceTheSpoolsTellIt() {
        committed(8);
        screened("e", 8);
        LedgerTotals all = book.totals(SeriesFilter.ALL, T0);
        assertEquals(8, all.appended);
        assertEquals(8, all.newMessages);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void bothEquationsHoldAtEveryMomentInWhateverOrderTheFactsCome(long seed) {
        Random random = new Random(seed);
        long appended = 0;
        long screened = 0;
        long counted = 0;
        for (int i = 0; i < 2_000; i++, now += 50) {
            appended += random.nextInt(4);
            screened += random.nextInt((int) (appended - screened) + 1);
            counted += random.nextInt((int) (screened - counted) + 1);
            switch (random.nextInt(4)) {
                case 0 -> appended("e", appended);
                case 1 -> screened("e", screened);
                case 2 -> counted(counted);
                default -> committed(screened);
            }
            LedgerTotals totals = totals(now);
            assertEquals(totals.appended, totals.counted + totals.inFlight(), "seed " + seed);
            assertEquals(0, totals.residue(), "seed " + seed);
        }
    }

    private void assertTerms(long appended, long newMessages, long counted, long inFlight) {
        LedgerTotals totals = totals(T0);
        assertEquals(
                List.of(appended, newMessages, counted, inFlight, 0L),
                List.of(totals.appended, totals.newMessages, totals.counted, totals.inFlight(), totals.residue()));
    }

    private LedgerTotals totals(long nowMillis) {
        return book.totals(PLANT, nowMillis);
    }

    private void appended(String epoch, long messages) {
        apply(LedgerRecord.newBuilder()
                .setDeviceAppended(DeviceAppended.newBuilder()
                        .setSite(PUMP.site())
                        .setDevice(PUMP.device())
                        .setEpoch(epoch)
                        .setSpool("gw")
                        .setPartition(Partitions.of(PUMP, PARTITIONS))
                        .setAppended(messages)
                        .setLastCounter(messages - 1)));
    }

    private void screened(String epoch, long messages) {
        apply(LedgerRecord.newBuilder()
                .setDeviceScreened(DeviceScreened.newBuilder()
                        .setSite(PUMP.site())
                        .setDevice(PUMP.device())
                        .setEpoch(epoch)
                        .setNewMessages(messages)));
    }

    private void counted(long messages) {
        apply(LedgerRecord.newBuilder()
                .setDeviceCounted(DeviceCounted.newBuilder()
                        .setSite(PUMP.site())
                        .setDevice(PUMP.device())
                        .setEpoch("e")
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
