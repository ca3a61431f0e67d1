package io.sluice.model.payload;

import java.time.Duration;

/**
 * What a reader has to know beside the bytes.
 *
 * @param nowMillis the gateway's clock
 */
record ReadScope(TopicAddress address, PayloadLimits limits, long nowMillis) {

    Draft newDraft() {
        return new Draft(limits.maxReadings());
    }

    /**
     * @param shown what was sent, for the message
     * @throws RejectionException TS_OUT_OF_BOUNDS
     */
    long checkedTs(long tsMillis, String shown) {
        Duration maxAge = limits.maxAge();
        Duration maxAhead = limits.maxAhead();
        if (tsMillis < nowMillis - maxAge.toMillis() || tsMillis > nowMillis + maxAhead.toMillis()) {
            throw new RejectionException(
                    RejectReason.TS_OUT_OF_BOUNDS,
                    "ts must be at most " + maxAge + " old and " + maxAhead + " ahead, was " + Shown.text(shown));
        }
        return tsMillis;
    }
}
