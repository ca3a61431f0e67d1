package io.sluice.api.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.api.history.NamePattern;
import io.sluice.api.history.SeriesFilter;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.Partitions;
import io.sluice.model.ledger.proto.DeviceAppended;
import io.sluice.model.ledger.proto.DeviceCounted;
import io.sluice.model.ledger.proto.DeviceScreened;
import io.sluice.model.ledger.proto.LedgerRecord;
import io.sluice.model.ledger.proto.SpoolCommitted;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Equation (a) of one site, whose rows are compared once nothing is said of their device. */
class DeviceAtRestTest {
    private static final int PARTITIONS = 1;
    private static final long T0 = 1_732_412_345_000L;
    private static final DeviceId PUMP = DeviceId.of("plant-1", "pump-7");
    private static final DeviceId FAN = DeviceId.of("plant-2", "fan-1");
    private static final SeriesFilter PLANT =
            new SeriesFilter(List.of(NamePattern.parse("plant-1")), List.of(), List.of());

    private final LedgerBook book = new LedgerBook(PARTITIONS);
    private long now = T0;

    @Test
    void aDevicesLossIsToldThoughOthersGoOn() {
        appended(PUMP, 10, 10);
        screened(PUMP, DeviceScreened.newBuilder().setNewMessages(9));
        committed(10);
        for (now = T0 + 1_000; now < T0 + 60_000; now += 1_000) {
            appended(FAN, now - T0, now - T0 + 10);
            screened(FAN, DeviceScreened.newBuilder().setNewMessages(now - T0));
            committed(now - T0 + 10);
            assertEquals(now < T0 + 30_000 ? 0 : 1, residue(), "at " + now);
        }
    }

    @Test
    void whatWasCommittedThisMomentMayLackItsRowYet() {
        appended(PUMP, 10, 10);
        screened(PUMP, DeviceScreened.newBuilder().setNewMessages(9));
        for (now = T0; now <= T0 + 60_000; now += 1_000) {
            committed(9);
        }
        committed(10);
        assertEquals(0, residue());
        now += 9_999;
        committed(10);
        assertEquals(0, residue());
    }

    @Test
    void aRejectedPublishStandsForNoMessageOfItsDevice() {
        appended(PUMP, 10, 11);
        screened(PUMP, DeviceScreened.newBuilder().setNewMessages(9).putRejected("not-finite", 1));
        committed(11);
        now = T0 + 10_000;
        assertEquals(1, residue());
    }

    @Test
    void overAllDevicesASpoolThatOnlyRowsOfDevicesNameIsNoneBeforeAndAfterAQuestion() {
        appended(PUMP, 10, 10);
        assertEquals(10, book.totals(SeriesFilter.ALL, now).appended);
        assertEquals(0, residue());
        assertEquals(10, book.totals(SeriesFilter.ALL, now).appended);
    }

    private long residue() {
        return book.totals(PLANT, now).residue();
    }

    private void appended(DeviceId device, long messages, long position) {
        apply(LedgerRecord.newBuilder()
                .setDeviceAppended(DeviceAppended.newBuilder()
                        .setSite(device.site())
                        .setDevice(device.device())
                        .setEpoch("e")
                        .setSpool("gw")
                        .setPartition(Partitions.of(device, PARTITIONS))
                        .setAppended(messages)
                        .setLastCounter(position - 1)));
    }

    /** And counted by the jobs. */
    private void screened(DeviceId device, DeviceScreened.Builder fact) {
        apply(LedgerRecord.newBuilder()
                .setDeviceScreened(
                        fact.setSite(device.site()).setDevice(device.device()).setEpoch("e")));
        apply(LedgerRecord.newBuilder()
                .setDeviceCounted(DeviceCounted.newBuilder()
                        .setSite(device.site())
                        .setDevice(device.device())
                        .setEpoch("e")
                        .setPosition(fact.getNewMessages())
                        .setCounted(fact.getNewMessages())));
    }

    private void committed(long counter) {
        apply(LedgerRecord.newBuilder()
                .setSpoolCommitted(SpoolCommitted.newBuilder()
                        .setSpool("gw")
                        .setCommittedCounter(counter)
                        .setClassified(counter)));
    }

    private void apply(LedgerRecord.Builder record) {
        book.apply(record.setWriter("gw").build(), now);
    }
}
