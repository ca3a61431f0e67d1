package io.sluice.model.payload.draft;

import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.RejectionException;

/**
 * Bounds what the names of one payload come to once they are resolved: a long base name or a short alias in front of
 * thousands of records would otherwise make much out of little.
 */
public final class NameBudget {
    private final int maxCharacters;
    private long taken;

    public NameBudget(PayloadLimits limits) {
        this.maxCharacters = limits.maxPacketBytes();
    }

    /** @throws RejectionException TOO_LARGE */
    public void take(long characters) {
        taken += characters;
        if (taken > maxCharacters) {
            throw new RejectionException(
                    RejectReason.TOO_LARGE,
                    "resolved names of a payload must have <= " + maxCharacters + " characters together, had more");
        }
    }
}
