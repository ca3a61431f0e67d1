package io.sluice.gateway.spool;

import io.sluice.model.message.DeviceMessage;

/**
 * @param partitions of the topic that the spool drains to; fixed for the life of a spool
 * @param segmentBytes size of a segment, and so the most that one record can take
 * @param capBytes the most that all segments together may take; reached, the spool takes nothing until the drain frees
 *     one
 * @param queueBytes the most that may wait in memory for the writer
 */
public record SpoolOptions(int partitions, long segmentBytes, long capBytes, long queueBytes) {
    /** Headers, and what a record says of its device, and of an exchange whose client has the longest of names. */
    private static final int BESIDE_MESSAGES_BYTES = 64 << 10;

    public SpoolOptions {
        if (segmentBytes >= Integer.MAX_VALUE) {
            throw new IllegalArgumentException("segmentBytes must be < 2^31 - 1, was " + segmentBytes);
        }
        if (capBytes < 2 * segmentBytes) {
            throw new IllegalArgumentException(
                    "capBytes must be >= two segments of " + segmentBytes + " bytes, was " + capBytes);
        }
    }

    /** What the messages of one record may take together, by {@link DeviceMessage#storedBound}. */
    public long maxMessagesBytes() {
        return segmentBytes - BESIDE_MESSAGES_BYTES;
    }
}
