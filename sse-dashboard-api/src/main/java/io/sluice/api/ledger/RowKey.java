package io.sluice.api.ledger;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.ledger.LedgerKey;
import java.util.Optional;

/**
 * @param device empty for publishes that named no device
 * @param writer tells such rows apart, empty for those of a device
 */
record RowKey(Optional<DeviceId> device, String epoch, String writer) {

    static RowKey of(String site, String device, String epoch, String writer) {
        Optional<DeviceId> id = DeviceId.tryOf(site, device);
        return new RowKey(id, epoch, id.isPresent() ? "" : writer);
    }

    /** Whether a gateway counts in it what ingest and the jobs count in rows of an epoch each. */
    boolean isOfFurtherEpochs() {
        return epoch.equals(LedgerKey.FURTHER_EPOCHS);
    }
}
