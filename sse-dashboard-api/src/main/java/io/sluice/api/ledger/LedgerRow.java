package io.sluice.api.ledger;

import io.sluice.model.identity.DeviceId;
import java.util.Comparator;

/** A line of {@code by=device}. */
public record LedgerRow(DeviceId device, String epoch, LedgerTotals totals) implements Comparable<LedgerRow> {
    private static final Comparator<LedgerRow> ORDER =
            Comparator.comparing(LedgerRow::device).thenComparing(LedgerRow::epoch);

    @Override
    public int compareTo(LedgerRow other) {
        return ORDER.compare(this, other);
    }
}
