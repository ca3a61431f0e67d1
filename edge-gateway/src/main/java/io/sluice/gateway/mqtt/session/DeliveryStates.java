package io.sluice.gateway.mqtt.session;

import io.sluice.gateway.mqtt.gate.DeliveryState;
import io.sluice.gateway.spool.Exchange;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Delivery states of sessions that outlive their connection. Where there are too many, the longest unused without an
 * open exchange is forgotten, and a publish of QoS 1 re-sent after that is stored again. Thread-safe.
 */
final class DeliveryStates {
    static final int MAX_SESSIONS = 10_000;
    private static final int MAX_WITH_EXCHANGES = 100_000;

    /** So many are looked at for one to forget. */
    private static final int LOOKS = 32;

    private static final int FORGOTTEN_BITS = 1 << 20;

    private final Map<String, DeliveryState> bySession = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Integer> connections = new HashMap<>();

    /**
     * Of the forgotten ones those of which the spool has something, by the hashes of their names: others may look so.
     */
    private final BitSet forgotten = new BitSet(FORGOTTEN_BITS);

    /** @param open what the spool says is open, or may be */
    DeliveryStates(List<Exchange> open) {
        for (Exchange exchange : open) {
            of(exchange.session()).restore(exchange);
        }
    }

    private DeliveryState of(String session) {
        DeliveryState state = bySession.computeIfAbsent(session, DeliveryState::new);
        if (bySession.size() > MAX_SESSIONS) {
            forgetOne();
        }
        return state;
    }

    /** The state for a new connection of a session that outlives it. */
    synchronized DeliveryState claim(String session) {
        connections.merge(session, 1, Integer::sum);
        return of(session);
    }

    private void forgetOne() {
        Iterator<Map.Entry<String, DeliveryState>> eldest = bySession.entrySet().iterator();
        for (int i = 0; i < LOOKS; i++) {
            Map.Entry<String, DeliveryState> entry = eldest.next();
            if (!connections.containsKey(entry.getKey())
                    && (bySession.size() > MAX_WITH_EXCHANGES
                            || !entry.getValue().hasExchanges())) {
                eldest.remove();
                if (entry.getValue().isInSpool()) {
                    forgotten.set(bit(entry.getKey()));
                }
                return;
            }
        }
    }

    private static int bit(String session) {
        return session.hashCode() & (FORGOTTEN_BITS - 1);
    }

    /** The session is over; answers whether the spool has, or may have, something of it. */
    synchronized boolean end(String session) {
        DeliveryState ended = bySession.remove(session);
        return ended == null ? forgotten.get(bit(session)) : ended.end();
    }

    /** A connection that had claimed the state is gone; a state with nothing to remember goes with the last one. */
    synchronized void left(String session, DeliveryState state) {
        Integer left = connections.computeIfPresent(session, (id, count) -> count == 1 ? null : count - 1);
        if (left == null && state.isEmpty()) {
            bySession.remove(session, state);
        }
    }
}
