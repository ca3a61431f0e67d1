package io.sluice.gateway.mqtt;

import io.sluice.gateway.mqtt.listen.Listeners;
import io.sluice.gateway.mqtt.listen.Transport;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/** The bound ports of the listeners, each known once the gate has proven itself behind it. Thread-safe. */
final class ProvenPorts {
    private final Listeners listeners;
    private final Map<Transport, Integer> ports = new ConcurrentHashMap<>();

    /** @param listeners bound by the time of {@link #prove} */
    ProvenPorts(Listeners listeners) {
        this.listeners = listeners;
    }

    /** @throws IOException for the first that fails */
    void prove(SelfTest test) throws IOException {
        for (Transport transport : listeners.transports()) {
            int port = listeners.port(transport);
            test.run(transport, port);
            ports.put(transport, port);
        }
    }

    /** Empty until then, and where nothing listens. */
    OptionalInt of(Transport transport) {
        Integer port = ports.get(transport);
        return port == null ? OptionalInt.empty() : OptionalInt.of(port);
    }
}
