package io.sluice.gateway.spool;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The latest publishes of QoS 1 that a start finds in the records it reads, whose PUBACKs may have been lost with the
 * process. Of a session that takes a packet id again all before are forgotten, since its next may be a new one that is
 * equal (ADR 7). Not thread-safe.
 */
final class AnsweredPublishes {
    static final int CAPACITY = 100_000;

    private final Map<Id, Found> latest = new LinkedHashMap<>();
    private final Map<String, Long> forgottenUpTo = new HashMap<>();
    private final int capacity;
    private long found;

    AnsweredPublishes(int capacity) {
        this.capacity = capacity;
    }

    private record Id(String session, int packetId) {}

    private record Found(long number, Exchange exchange) {}

    void replay(SpoolRecord record) {
        if (record instanceof SpoolRecord.SessionEnded ended) {
            forget(ended.session());
        } else if (record instanceof SpoolRecord.Messages messages
                && messages.opens() != null
                && !messages.opens().isOpenUntilReleased()) {
            add(messages.opens());
        }
    }

    private void add(Exchange exchange) {
        Found next = new Found(++found, exchange);
        Id id = new Id(exchange.session(), exchange.packetId());
        Found earlier = latest.remove(id);
        if (earlier != null && isKnown(earlier)) {
            forget(exchange.session());
            return;
        }
        latest.put(id, next);
        if (latest.size() > capacity) {
            latest.remove(latest.keySet().iterator().next());
        }
    }

    private void forget(String session) {
        forgottenUpTo.put(session, found);
    }

    private boolean isKnown(Found one) {
        return one.number() > forgottenUpTo.getOrDefault(one.exchange().session(), 0L);
    }

    /** In the order in which they came. */
    List<Exchange> all() {
        return latest.values().stream()
                .filter(this::isKnown)
                .map(Found::exchange)
                .toList();
    }
}
