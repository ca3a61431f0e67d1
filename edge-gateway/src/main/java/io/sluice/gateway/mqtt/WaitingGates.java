package io.sluice.gateway.mqtt;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The gates that hold a publish or a will that the log had no room for. Thread-safe. */
final class WaitingGates {
    private final Set<DurableGate> gates = ConcurrentHashMap.newKeySet();

    void add(DurableGate gate) {
        gates.add(gate);
    }

    void remove(DurableGate gate) {
        gates.remove(gate);
    }

    int size() {
        return gates.size();
    }

    void wakeAll() {
        gates.forEach(DurableGate::wake);
    }
}
