package io.sluice.simulator.oracle;

/**
 * What the public API says of one window of a series.
 *
 * @param sum exact, since all values are small integers
 * @param identities the xor of the mixes of all messages merged into it
 */
public record ObservedWindow(long count, long sum, long identities, long revision, WindowStats stats) {
    static final ObservedWindow NOTHING = new ObservedWindow(0, 0, 0, 0, WindowStats.NOTHING);
}
