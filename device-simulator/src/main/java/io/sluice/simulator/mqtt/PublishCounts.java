package io.sluice.simulator.mqtt;

/** Publications handed to links, and how many of them have which final answer. */
public record PublishCounts(long published, long acked, long refused) {

    /** Without a final answer so far. */
    public long unacked() {
        return published - acked - refused;
    }
}
