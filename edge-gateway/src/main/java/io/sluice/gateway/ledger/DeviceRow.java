package io.sluice.gateway.ledger;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.IdentityMix;

/** What was appended of one device and epoch. */
final class DeviceRow {
    final DeviceId device;
    final String epoch;
    final int partition;
    final long seed;
    long appended;
    long appendedXor;
    long lastCounter;
    boolean changed;

    DeviceRow(DeviceId device, String epoch, int partition) {
        this.device = device;
        this.epoch = epoch;
        this.partition = partition;
        this.seed = IdentityMix.seed(device, epoch);
    }
}
