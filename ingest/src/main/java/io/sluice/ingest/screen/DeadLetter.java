package io.sluice.ingest.screen;

import io.sluice.model.batch.RejectedMessage;
import io.sluice.model.message.DeviceMessage;

/** What does not go on, and why. */
public sealed interface DeadLetter {

    /** Refused by the gateway. */
    record Refused(RejectedMessage message) implements DeadLetter {}

    /**
     * Accepted by the gateway, yet nobody can count it.
     *
     * @param verdict conflict or undecidable
     */
    record Unplaced(Verdict verdict, DeviceMessage message) implements DeadLetter {}

    /** Accepted by the gateway, of an epoch for which there is no {@link EpochBudget room}; undecidable. */
    record EpochTooMany(DeviceMessage message) implements DeadLetter {
        /** What was broken. */
        public String detail() {
            return "a device must begin <= " + EpochBudget.A_DAY + " epochs a day, began one more: " + message.epoch();
        }
    }
}
