package io.sluice.jobs.rollup;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the ledger rows of epochs under which a device has not spoken of late, beside its state and each by itself, for
 * as long as the state: a device may go on under any of them. Belongs to the device whose block is taken in.
 */
public interface EpochShelf {
    /** What was put last, null where nothing was. */
    byte @Nullable [] get(String epoch);

    void put(String epoch, byte[] row);
}
