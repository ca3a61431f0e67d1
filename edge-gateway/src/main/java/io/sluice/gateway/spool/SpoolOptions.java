package io.sluice.gateway.spool;

/**
 * @param partitions of the topic that the spool drains to; fixed for the life of a spool
 * @param segmentBytes size of a segment, and so the most that one record can take
 * @param capBytes the most that all segments together may take; reached, the spool takes nothing until the drain frees
 *     one
 * @param queueBytes the most that may wait in memory for the writer
 */
public record SpoolOptions(int partitions, long segmentBytes, long capBytes, long queueBytes) {
    public SpoolOptions {
        if (segmentBytes >= Integer.MAX_VALUE) {
            throw new IllegalArgumentException("segmentBytes must be < 2^31 - 1, was " + segmentBytes);
        }
        if (capBytes < 2 * segmentBytes) {
            throw new IllegalArgumentException(
                    "capBytes must be >= two segments of " + segmentBytes + " bytes, was " + capBytes);
        }
    }
}
