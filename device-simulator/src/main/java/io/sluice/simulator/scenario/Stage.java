package io.sluice.simulator.scenario;

/**
 * A stretch of a scenario's time.
 *
 * @param rate how much faster than their cadence the devices speak
 * @param active the share of the devices that are there at all
 * @param away the share of the devices that have no connection meanwhile
 * @param restart how the devices start anew in it
 */
public record Stage(String name, long millis, Ramp rate, Ramp active, double away, Restart restart) {

    /** From one value to another, evenly over the stage. */
    public record Ramp(double from, double to) {
        static final Ramp ONE = new Ramp(1, 1);

        double at(double share) {
            return from + (to - from) * share;
        }

        double mean() {
            return (from + to) / 2;
        }

        boolean isFlat() {
            return from == to;
        }
    }

    /** How devices start anew. */
    public enum Restart {
        NONE,
        /** One after the other, spread over the stage. */
        ROLLING,
        /** All in the stage's first moment. */
        AT_ONCE
    }
}
