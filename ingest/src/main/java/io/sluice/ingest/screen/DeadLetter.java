package io.sluice.ingest.screen;

import io.sluice.model.batch.RejectedMessage;
import io.sluice.model.message.DeviceMessage;

/** What does not go on, and why. */
public sealed interface DeadLetter {

    /** Refused by the gateway. */
    record Refused(RejectedMessage message) implements DeadLetter {}

    /** @param verdict conflict or undecidable */
    record Unplaced(Verdict verdict, DeviceMessage message) implements DeadLetter {}
}
