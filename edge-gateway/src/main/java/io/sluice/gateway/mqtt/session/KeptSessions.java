package io.sluice.gateway.mqtt.session;

import io.sluice.gateway.access.Account;
import io.sluice.gateway.mqtt.topic.FilterRoom;
import io.sluice.gateway.mqtt.topic.HeldFilters;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that outlive their connections, with their filters. The broker keeps each of them in memory until it is
 * told that its client has been away for too long, so there are so many at most, and on one account: a client that
 * calls itself by another name each time it comes would leave one behind each time. Thread-safe.
 */
public final class KeptSessions {
    static final int MAXIMUM = 100_000;
    static final int OF_A_DEVICE = 16;

    /** One password may be that of many devices. */
    static final int OF_A_SPEAKER = MAXIMUM / 2;

    private final FilterRoom room = new FilterRoom();
    private final Map<String, Kept> connected = new HashMap<>();
    private final Map<String, Kept> away = new HashMap<>();
    private final Map<Account, Integer> ofAccounts = new HashMap<>();

    private static final class Kept {
        private final @Nullable Account account;
        private final HeldFilters filters;
        private AtomicInteger packetIds = new AtomicInteger();
        private int connections;
        private boolean isAtBroker;
        private @Nullable SessionExpiry expiry;

        private Kept(@Nullable Account account, HeldFilters filters) {
            this.account = account;
            this.filters = filters;
        }
    }

    /**
     * Whether a session may outlive its connection: it is kept already, or there is room for one more.
     *
     * @param account null where nobody is asked who they are
     */
    public synchronized boolean mayKeep(String session, @Nullable Account account) {
        if (has(session)) {
            return true;
        }
        return size() < MAXIMUM && (account == null || ofAccounts.getOrDefault(account, 0) < boundOf(account));
    }

    /** Whether there is one that outlives its connections. */
    public synchronized boolean has(String session) {
        return connected.containsKey(session) || away.containsKey(session);
    }

    private static int boundOf(Account account) {
        return account.isOneDevice() ? OF_A_DEVICE : OF_A_SPEAKER;
    }

    /** A connection has the session, which is to outlive it. */
    synchronized HeldFilters claim(String session, @Nullable Account account) {
        Kept kept = isBack(session);
        if (kept == null) {
            kept = connected.get(session);
        }
        if (kept == null) {
            kept = new Kept(account, noFilters(account));
            if (account != null) {
                ofAccounts.merge(account, 1, Integer::sum);
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

    /**
     * The broker sends nothing more on the connection before, and nothing yet on this one, which goes on where the
     * other has stopped.
     *
     * @param packetIds of this one, the last that was used
     */
    synchronized void goOn(String session, AtomicInteger packetIds) {
        Kept kept = connected.get(session);
        if (kept != null) {
            packetIds.set(kept.packetIds.get());
            kept.packetIds = packetIds;
        }
    }

    /** Of a session that ends with its connection. */
    HeldFilters noFilters(@Nullable Account account) {
        return new HeldFilters(room, account);
    }

    private @Nullable Kept isBack(String session) {
        Kept kept = away.remove(session);
        if (kept != null && kept.expiry != null) {
            kept.expiry.cancel();
            kept.expiry = null;
        }
        return kept;
    }

    /**
     * A connection is gone that had claimed these filters. Where the session has ended meanwhile they are no one's.
     *
     * @param after how long the session ends by the expiry, unless another connection has it
     */
    synchronized void left(String session, HeldFilters filters, SessionExpiry expiry, Duration after) {
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
        kept.expiry = expiry;
        away.put(session, kept);
        expiry.begin(after);
    }

    /** The session is over. */
    synchronized void end(String session) {
        Kept kept = isBack(session);
        if (kept == null) {
            kept = connected.remove(session);
        }
        if (kept != null) {
            forget(kept);
        }
    }

    /** @return whether the session is over: it is away still, and broker and spool end it */
    synchronized boolean expire(String session, SessionExpiry due) {
        Kept kept = away.get(session);
        if (kept == null || kept.expiry != due || !due.end()) {
            return false;
        }
        away.remove(session);
        forget(kept);
        return true;
    }

    private void forget(Kept kept) {
        kept.filters.leaveAll();
        if (kept.account != null) {
            ofAccounts.computeIfPresent(kept.account, (account, count) -> count == 1 ? null : count - 1);
        }
    }

    long takenFilterBytes() {
        return room.takenBytes();
    }

    public synchronized int size() {
        return connected.size() + away.size();
    }
}
