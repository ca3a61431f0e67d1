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
}
