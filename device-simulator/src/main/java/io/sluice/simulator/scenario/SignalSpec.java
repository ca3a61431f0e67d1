package io.sluice.simulator.scenario;

import io.sluice.simulator.signal.Signal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A signal as a type has it: with a device's seed it is that device's. */
@FunctionalInterface
interface SignalSpec {
    Signal on(Device device);

    /** One device's signals while they are made: those that are spoken of by name are made once. */
    final class Device {
        private final long seed;
        private final Map<String, SignalSpec> named;
        private final Map<String, Signal> made = new HashMap<>();

        Device(long seed, Map<String, SignalSpec> named) {
            this.seed = seed;
            this.named = named;
        }

        long seed() {
            return seed;
        }

        Signal named(String name) {
            Signal known = made.get(name);
            if (known != null) {
                return known;
            }
            @Nullable SignalSpec spec = named.get(name);
            if (spec == null) {
                throw new IllegalStateException("signal must be known, was " + name);
            }
            Signal signal = spec.on(this);
            made.put(name, signal);
            return signal;
        }
    }
}
