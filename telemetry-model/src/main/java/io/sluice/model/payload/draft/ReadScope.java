package io.sluice.model.payload.draft;

import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.RejectionException;
import io.sluice.model.payload.rejection.Shown;
import java.time.Duration;

/**
 * What a reader has to know beside the bytes.
 *
 * @param nowMillis the gateway's clock
 */
public record ReadScope(TopicAddress address, PayloadLimits limits, long nowMillis) {

    public Draft newDraft() {
        return newDraft(8);
    }

    /** @param readings as many as it will probably have */
    public Draft newDraft(int readings) {
        return new Draft(limits.maxReadings(), readings);
    }

    /** Whether a message may be of that time. */
    public boolean isWithin(long tsMillis) {
        return tsMillis >= nowMillis - limits.maxAge().toMillis()
                && tsMillis <= nowMillis + limits.maxAhead().toMillis();
    }

    /**
     * @param shown what was sent, for the message
     * @throws RejectionException TS_OUT_OF_BOUNDS
     */
    public long checkedTs(long tsMillis, String shown) {
        if (!isWithin(tsMillis)) {
            Duration maxAge = limits.maxAge();
            Duration maxAhead = limits.maxAhead();
            throw new RejectionException(
                    RejectReason.TS_OUT_OF_BOUNDS,
                    "ts must be at most " + maxAge + " old and " + maxAhead + " ahead, was " + Shown.text(shown));
        }
        return tsMillis;
    }
}
