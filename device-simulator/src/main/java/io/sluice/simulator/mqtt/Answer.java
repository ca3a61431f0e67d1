package io.sluice.simulator.mqtt;

/** What a PUBACK's reason code means for the sender. */
public enum Answer {
    /** Taken: 0x00, or 0x10 (nobody subscribes). */
    ACKED,
    /** Out of the door at QoS 0: nobody will answer. */
    SENT,
    /** 0x97, quota exceeded: to be sent again, later. */
    SLOW_DOWN,
    /** Every other failure, 0x99 among them: the same bytes would be refused again. */
    REFUSED,
    /**
     * The same of what had been sent before, on a connection that was lost before the answer: that may have been taken.
     */
    REFUSED_AT_LAST;

    private static final int FAILURE = 0x80;
    private static final int QUOTA_EXCEEDED = 0x97;

    static Answer of(int reasonCode) {
        if (reasonCode < FAILURE) {
            return ACKED;
        }
        return reasonCode == QUOTA_EXCEEDED ? SLOW_DOWN : REFUSED;
    }
}
