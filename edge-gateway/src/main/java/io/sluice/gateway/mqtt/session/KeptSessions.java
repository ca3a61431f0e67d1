package io.sluice.gateway.mqtt.session;

import io.sluice.gateway.mqtt.packet.Protocol;
import io.sluice.gateway.mqtt.topic.FilterRoom;
import io.sluice.gateway.mqtt.topic.HeldFilters;
import io.sluice.model.identity.DeviceId;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that outlive their connections, with their filters. The broker keeps each of them in memory until its
 * client has been away for {@link Protocol#SESSION_EXPIRY}, so there are so many at most, and of one device: a client
 * that calls itself by another name each time it comes would leave one behind each time. Thread-safe.
 */
public final class KeptSessions {
    static final int MAXIMUM = 100_000;
    static final int OF_A_DEVICE = 16;

    private final LongSupplier nanoClock;
    private final FilterRoom room = new FilterRoom();
    private final Map<String, Kept> connected = new HashMap<>();

    /** Who has been away for longest comes first. */
    private final Map<String, Kept> away = new LinkedHashMap<>();

    private final Map<DeviceId, Integer> ofDevices = new HashMap<>();

    private static final class Kept {
        private final @Nullable DeviceId device;
        private final HeldFilters filters;
        private int connections;
        private boolean isAtBroker;
        private long leftNanos;

        private Kept(@Nullable DeviceId device, HeldFilters filters) {
            this.device = device;
            this.filters = filters;
        }
    }

    KeptSessions(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /**
     * Whether a session may outlive its connection: it is kept already, or there is room for one more.
     *
     * @param device the only one that its client speaks for, null where it is not known
     */
    public synchronized boolean mayKeep(String session, @Nullable DeviceId device) {
        if (connected.containsKey(session) || away.containsKey(session)) {
            return true;
        }
        forgetExpired();
        return size() < MAXIMUM && (device == null || ofDevices.getOrDefault(device, 0) < OF_A_DEVICE);
    }

    /** A connection has the session, which is to outlive it. */
    synchronized HeldFilters claim(String session, @Nullable DeviceId device) {
        Kept kept = away.remove(session);
        if (kept == null) {
            kept = connected.get(session);
        }
        if (kept == null) {
            kept = new Kept(device, noFilters());
            if (device != null) {
                ofDevices.merge(device, 1, Integer::sum);
            }
        }
        connected.put(session, kept);
        kept.connections++;
        return kept.filters;
    }

    /** The broker gets the CONNECT of a connection that has claimed the session: from here on it may keep it. */
    synchronized void handedOn(String session) {
        Kept kept = connected.get(session);
        if (kept != null) {
            kept.isAtBroker = true;
        }
    }

    /** Of a session that ends with its connection. */
    HeldFilters noFilters() {
        return new HeldFilters(room);
    }

    /** A connection is gone that had claimed these filters. Where the session has ended meanwhile they are no one's. */
    synchronized void left(String session, HeldFilters filters) {
        Kept kept = connected.get(session);
        if (kept == null || kept.filters != filters) {
            filters.leaveAll();
            return;
        }
        if (--kept.connections > 0) {
            return;
        }
        connected.remove(session);
        if (!kept.isAtBroker) {
            forget(kept);
            return;
        }
        kept.leftNanos = nanoClock.getAsLong();
        away.put(session, kept);
    }

    /** The session is over. */
    synchronized void end(String session) {
        Kept kept = away.remove(session);
        if (kept == null) {
            kept = connected.remove(session);
        }
        if (kept != null) {
            forget(kept);
        }
    }

    private void forgetExpired() {
        long expiryNanos = Protocol.SESSION_EXPIRY.toNanos();
        Iterator<Kept> longestAway = away.values().iterator();
        while (longestAway.hasNext()) {
            Kept kept = longestAway.next();
            if (nanoClock.getAsLong() - kept.leftNanos < expiryNanos) {
                return;
            }
            longestAway.remove();
            forget(kept);
        }
    }

    private void forget(Kept kept) {
        kept.filters.leaveAll();
        if (kept.device != null) {
            ofDevices.computeIfPresent(kept.device, (device, count) -> count == 1 ? null : count - 1);
        }
    }

    long takenFilterBytes() {
        return room.takenBytes();
    }

    public synchronized int size() {
        return connected.size() + away.size();
    }
}
