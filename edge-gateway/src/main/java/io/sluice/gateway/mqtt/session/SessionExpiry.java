package io.sluice.gateway.mqtt.session;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The end of one session whose client is away, unless it is back in time. */
final class SessionExpiry {
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final SessionContext shared;
    private final @Nullable MoquetteSessions broker;
    private final String session;
    private final EventExecutor loop;
    private volatile @Nullable Future<?> timer;

    /** @param loop the timer's; nothing of a connection is held on to */
    SessionExpiry(SessionContext shared, @Nullable MoquetteSessions broker, String session, EventExecutor loop) {
        this.shared = shared;
        this.broker = broker;
        this.session = session;
        this.loop = loop;
    }

    void begin(Duration after) {
        timer = loop.schedule(this::due, after.toMillis(), TimeUnit.MILLISECONDS);
    }

    void cancel() {
        Future<?> begun = timer;
        if (begun != null) {
            begun.cancel(false);
        }
    }

    private void due() {
        if (shared.kept().expire(session, this)) {
            shared.wills().back(session, true); // what waits is said at the end of its session at the latest
        }
    }

    /** A client that is back after this has its CONNECT behind it; where the broker is too busy it is tried again. */
    boolean endAtBroker() {
        boolean isEnded = broker == null || broker.end(session);
        if (!isEnded) {
            begin(RETRY);
        }
        return isEnded;
    }
}
