package io.sluice.simulator.fleet;

import io.sluice.simulator.mqtt.TelemetryJson;
import io.sluice.simulator.signal.Signal;

/** A named signal, and how its values are written. */
sealed interface Metric {
    String name();

    void write(TelemetryJson json, double seconds);

    /** A number, rounded to so many decimals as a sensor's electronics would. */
    record Number(String name, int decimals, Signal signal) implements Metric {
        @Override
        public void write(TelemetryJson json, double seconds) {
            double scale = Math.pow(10, decimals);
            json.number(name, Math.rint(signal.at(seconds) * scale) / scale);
        }
    }

    /** True where the signal is above one half. */
    record Flag(String name, Signal signal) implements Metric {
        @Override
        public void write(TelemetryJson json, double seconds) {
            json.flag(name, signal.at(seconds) > 0.5);
        }
    }

    /** One of several words, by where in [0, 1] the signal stands. */
    record Mode(String name, Signal signal, String... words) implements Metric {
        @Override
        public void write(TelemetryJson json, double seconds) {
            int word = (int) Math.floor(signal.at(seconds) * words.length);
            json.text(name, words[Math.min(words.length - 1, Math.max(0, word))]);
        }
    }
}
