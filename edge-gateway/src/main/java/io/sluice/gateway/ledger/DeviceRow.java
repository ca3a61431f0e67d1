package io.sluice.gateway.ledger;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.IdentityMix;
import io.sluice.model.ledger.LedgerKey;

/** What was appended of one device and epoch, or of all its {@link LedgerKey#FURTHER_EPOCHS}. */
final class DeviceRow {
    final DeviceId device;
    final String epoch;
    final int partition;
    private final boolean isOfFurtherEpochs;
    private final long seed;
    long appended;
    long appendedXor;
    long lastCounter;
    /** How it is {@linkplain WaitingRows waiting}. */
    boolean changed;

    boolean unsaid;

    DeviceRow(DeviceId device, String epoch, int partition) {
        this.device = device;
        this.epoch = epoch;
        this.partition = partition;
        this.isOfFurtherEpochs = epoch.equals(LedgerKey.FURTHER_EPOCHS);
        this.seed = IdentityMix.seed(device, epoch);
    }

    /** @param messageEpoch the row's own, but in the row of further epochs */
    long mix(String messageEpoch, long seq) {
        return IdentityMix.mix(isOfFurtherEpochs ? IdentityMix.seed(device, messageEpoch) : seed, seq);
    }
}
