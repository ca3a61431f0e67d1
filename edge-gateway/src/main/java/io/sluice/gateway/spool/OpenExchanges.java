package io.sluice.gateway.spool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges of QoS 2 that are open as far as the spool is durable: the writer tells after each force, and never
 * before. So a copy of it may be taken at any time, and the records behind it replayed over that copy, however often:
 * each exchange ends as its last record says. Bounded: the sessions that were quiet longest are forgotten first.
 * Thread-safe.
 */
final class OpenExchanges {
    /** As long as a session lives. */
    static final long KEEP_MILLIS = TimeUnit.DAYS.toMillis(7);

    static final int CAPACITY = 200_000;

    private final LinkedHashMap<String, Session> sessions = new LinkedHashMap<>();
    private final int capacity;
    private int count;

    OpenExchanges(int capacity) {
        this.capacity = capacity;
    }

    /** What one session has open, and when it last opened something. */
    record Kept(String session, long lastMillis, List<Exchange> exchanges) {}

    private static final class Session {
        private final Map<Integer, Exchange> open = new LinkedHashMap<>();
        private long lastMillis;
    }

    synchronized void restore(Kept kept) {
        kept.exchanges().forEach(exchange -> opened(exchange, kept.lastMillis()));
    }

    synchronized void replay(SpoolRecord record) {
        if (record instanceof SpoolRecord.Released released) {
            released(released.exchange());
        } else if (record instanceof SpoolRecord.SessionEnded ended) {
            ended(ended.session());
        } else if (record instanceof SpoolRecord.Messages messages) {
            openedIfAny(messages.opens(), record.appendedAtMillis());
        } else if (record instanceof SpoolRecord.Rejected rejected) {
            openedIfAny(rejected.opens(), record.appendedAtMillis());
        }
    }

    synchronized void durable(SpoolEntry entry, long nowMillis) {
        if (entry instanceof SpoolEntry.Released released) {
            released(released.exchange());
        } else if (entry instanceof SpoolEntry.SessionEnded ended) {
            ended(ended.session());
        } else {
            openedIfAny(entry.opens(), nowMillis);
        }
    }

    private void openedIfAny(@Nullable Exchange exchange, long atMillis) {
        if (exchange != null && exchange.isOpenUntilReleased()) {
            opened(exchange, atMillis);
        }
    }

    private void opened(Exchange exchange, long atMillis) {
        Session known = sessions.remove(exchange.session());
        Session session = known == null ? new Session() : known;
        sessions.put(exchange.session(), session);
        session.lastMillis = Math.max(session.lastMillis, atMillis);
        if (session.open.put(exchange.packetId(), exchange) == null) {
            count++;
        }
        while (count > capacity && sessions.size() > 1) {
            ended(sessions.keySet().iterator().next());
        }
    }

    /** Other content under the same id is another exchange, begun later. */
    private void released(Exchange exchange) {
        Session session = sessions.get(exchange.session());
        Exchange open = session == null ? null : session.open.get(exchange.packetId());
        if (session == null || open == null || open.contentHash() != exchange.contentHash()) {
            return;
        }
        session.open.remove(exchange.packetId());
        count--;
        if (session.open.isEmpty()) {
            sessions.remove(exchange.session());
        }
    }

    private void ended(String session) {
        Session removed = sessions.remove(session);
        count -= removed == null ? 0 : removed.open.size();
    }

    synchronized boolean isAnyOf(String session) {
        return sessions.containsKey(session);
    }

    synchronized List<Exchange> all() {
        List<Exchange> all = new ArrayList<>(count);
        sessions.values().forEach(session -> all.addAll(session.open.values()));
        return all;
    }

    /** For a checkpoint; what is too old is forgotten. */
    synchronized Collection<Kept> keep(long nowMillis) {
        List<String> expired = new ArrayList<>();
        List<Kept> kept = new ArrayList<>(sessions.size());
        sessions.forEach((id, session) -> {
            if (session.lastMillis < nowMillis - KEEP_MILLIS) {
                expired.add(id);
            } else {
                kept.add(new Kept(id, session.lastMillis, List.copyOf(session.open.values())));
            }
        });
        expired.forEach(this::ended);
        return kept;
    }
}
