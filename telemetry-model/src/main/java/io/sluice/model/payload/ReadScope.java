package io.sluice.model.payload;

import java.time.Duration;

/**
 * What a reader has to know beside the bytes.
 *
 * @param nowMillis the gateway's clock
 */
record ReadScope(TopicAddress address, PayloadLimits limits, long nowMillis) {

    Draft newDraft() {
        return newDraft(8);
    }

    /** @param readings as many as it will probably have */
    Draft newDraft(int readings) {
        return new Draft(limits.maxReadings(), readings);
    }

    /** Whether a message may be of that time. */
    boolean isWithin(long tsMillis) {
        return tsMillis >= nowMillis - limits.maxAge().toMillis()
                && tsMillis <= nowMillis + limits.maxAhead().toMillis();
    }

    /**
     * @param shown what was sent, for the message
     * @throws RejectionException TS_OUT_OF_BOUNDS
     */
    long checkedTs(long tsMillis, String shown) {
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
