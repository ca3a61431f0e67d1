package io.sluice.simulator.mqtt;

/**
 * Publications handed to links, and how many of them have which final answer.
 *
 * @param sent at QoS 0, which has no answers
 */
public record PublishCounts(long published, long acked, long refused, long sent) {

    /** Without a final answer so far. */
    public long unacked() {
        return published - acked - refused - sent;
    }
}
