package io.sluice.api.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.ledger.proto.DeviceScreened;
import io.sluice.model.ledger.proto.SeqRange;
import io.sluice.model.message.DeviceMessage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LedgerTotalsTest {
    private static final Optional<DeviceId> PUMP = DeviceId.tryOf("plant-1", "pump-7");

    private final LedgerTotals totals = new LedgerTotals();

    @Test
    void noMoreOfTheMissingRangesAreHeldThanAreTold() {
        for (int epoch = 30; epoch >= 10; epoch--) {
            DeviceScreened.Builder fact = DeviceScreened.newBuilder();
            for (long seq = 2; seq <= 200; seq += 2) {
                fact.addMissingRanges(SeqRange.newBuilder().setFrom(seq).setTo(seq));
            }
            add("e" + epoch, fact);
        }
        assertEquals(LedgerTotals.MAX_RANGES, totals.missingRanges.size());
        List<LedgerTotals.MissingRange> told = totals.missingRanges();
        assertEquals("e10 2", told.get(0).epoch() + " " + told.get(0).from());
        assertEquals("e19 200", told.get(999).epoch() + " " + told.get(999).from());
    }

    @Test
    void aThousandEpochsOfTheHighestSeqDoNotMakeNegativeTotals() {
        for (int epoch = 0; epoch < 1_100; epoch++) {
            add(
                    "e" + epoch,
                    DeviceScreened.newBuilder()
                            .setProduced(DeviceMessage.MAX_SEQ)
                            .setMissing(DeviceMessage.MAX_SEQ - 1));
        }
        assertEquals(Long.MAX_VALUE, totals.produced);
        assertEquals(Long.MAX_VALUE, totals.missing);
    }

    @Test
    void whatWasRejectedIsPartOfWhatItsDeviceHasAppended() {
        add("e", DeviceScreened.newBuilder().putRejected("not-parsable", 2).putRejected("ts-out-of-bounds", 1));
        assertEquals(3, totals.appended);
    }

    private void add(String epoch, DeviceScreened.Builder fact) {
        DeviceRow row = new DeviceRow(epoch);
        row.apply(Screened.of(fact.build()), 0);
        totals.add(PUMP, row, row.known(), false);
    }
}
