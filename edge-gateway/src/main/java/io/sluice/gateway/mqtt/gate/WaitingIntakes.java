package io.sluice.gateway.mqtt.gate;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Those that hold a publish or a will that the log had no room for. Thread-safe. */
public final class WaitingIntakes {
    private final Set<TelemetryIntake> intakes = ConcurrentHashMap.newKeySet();

    void add(TelemetryIntake intake) {
        intakes.add(intake);
    }

    void remove(TelemetryIntake intake) {
        intakes.remove(intake);
    }

    public int size() {
        return intakes.size();
    }

    public void wakeAll() {
        intakes.forEach(TelemetryIntake::wake);
    }
}
