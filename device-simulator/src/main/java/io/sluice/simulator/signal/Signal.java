package io.sluice.simulator.signal;

/**
 * A physical quantity over simulated time. Pure: the same signal at the same second is the same value, whatever was
 * asked before, so that a device can be continued anywhere.
 */
@FunctionalInterface
public interface Signal {
    /** Half a time constant apart: what is older weighs less than a tenth. */
    int LAG_SAMPLES = 6;

    double at(double seconds);

    default Signal plus(Signal other) {
        return t -> at(t) + other.at(t);
    }

    default Signal times(Signal other) {
        return t -> at(t) * other.at(t);
    }

    default Signal times(double factor) {
        return t -> at(t) * factor;
    }

    default Signal plus(double offset) {
        return t -> at(t) + offset;
    }

    /** Follows this signal as a body with that much inertia would: an exponential mean over the seconds before. */
    default Signal lagged(double timeConstantSeconds) {
        return t -> {
            double sum = 0;
            double weights = 0;
            for (int i = 0; i < LAG_SAMPLES; i++) {
                double age = i * timeConstantSeconds / 2;
                double weight = Math.exp(-age / timeConstantSeconds);
                sum += weight * at(t - age);
                weights += weight;
            }
            return sum / weights;
        };
    }

    default Signal within(double min, double max) {
        return t -> Math.min(max, Math.max(min, at(t)));
    }
}
