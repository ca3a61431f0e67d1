package io.sluice.simulator.scenario;

import io.sluice.simulator.payload.Reading;
import io.sluice.simulator.signal.Signal;
import java.util.List;

/** A named signal, and what a reading of it is. */
public sealed interface Metric {
    String name();

    Signal signal();

    Reading at(double seconds);

    /** A number, rounded to so many decimals as a sensor's electronics would. */
    record Number(String name, Signal signal, int decimals) implements Metric {
        @Override
        public Reading at(double seconds) {
            double scale = Math.pow(10, decimals);
            return new Reading(name, Math.rint(signal.at(seconds) * scale) / scale);
        }
    }

    /** True where the signal is above one half. */
    record Flag(String name, Signal signal) implements Metric {
        @Override
        public Reading at(double seconds) {
            return new Reading(name, signal.at(seconds) > 0.5);
        }
    }

    /** One of several words, by where in [0, 1] the signal stands. */
    record Mode(String name, Signal signal, List<String> words) implements Metric {
        public Mode {
            words = List.copyOf(words);
        }

        @Override
        public Reading at(double seconds) {
            int word = (int) Math.floor(signal.at(seconds) * words.size());
            return new Reading(name, words.get(Math.min(words.size() - 1, Math.max(0, word))));
        }
    }
}
