package io.sluice.gateway.mqtt;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Delivery states of sessions that outlive their connection, the longest unused forgotten when there are too many: a
 * publish re-sent after that is stored again. Thread-safe.
 */
final class DeliveryStates {
    private static final int MAX_SESSIONS = 10_000;

    private final Map<String, DeliveryState> byClient = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, DeliveryState> eldest) {
            return size() > MAX_SESSIONS;
        }
    };

    /** The state for a new connection; a clean session begins with none and leaves none. */
    synchronized DeliveryState claim(String clientId, boolean cleanSession) {
        if (cleanSession) {
            byClient.remove(clientId);
            return new DeliveryState();
        }
        return byClient.computeIfAbsent(clientId, id -> new DeliveryState());
    }

    /** The connection is gone; a state with nothing to remember goes as well. */
    synchronized void left(String clientId, DeliveryState state) {
        if (state.isEmpty()) {
            byClient.remove(clientId, state);
        }
    }
}
