package io.sluice.gateway.mqtt.session;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.sluice.gateway.mqtt.gate.Answer;
import io.sluice.gateway.mqtt.gate.AnswerDesk;
import io.sluice.gateway.mqtt.gate.ClientConnection;
import io.sluice.gateway.mqtt.gate.GateContext;
import io.sluice.gateway.spool.SpoolEntry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The end of one session whose client is away, unless it is back in time. */
final class SessionExpiry {
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final GateContext context;
    private final SessionContext shared;
    private final @Nullable MoquetteSessions broker;
    private final String session;
    private final EventLoop loop;
    private volatile @Nullable Future<?> timer;
    private boolean isToBeSpooled;

    /** @param loop the timer's; nothing of a connection is held on to */
    SessionExpiry(
            GateContext context,
            SessionContext shared,
            @Nullable MoquetteSessions broker,
            String session,
            EventLoop loop) {
        this.context = context;
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

    /**
     * A client that is back after this has its CONNECT behind it, and finds nothing of the session. Where the broker or
     * the spool takes no more it is tried again.
     */
    boolean end() {
        boolean isEnded = (broker == null || broker.end(session)) && endDeliveries();
        if (!isEnded) {
            begin(RETRY);
        }
        return isEnded;
    }

    private boolean endDeliveries() {
        isToBeSpooled |= shared.endDeliveries(session, context.log());
        if (!isToBeSpooled) {
            return true;
        }
        AnswerDesk desk = AnswerDesk.ofGone(context, ClientConnection.gone(context.meters(), null), loop);
        return context.log().tryAppend(new SpoolEntry.SessionEnded(session), Answer.toNobody(desk, () -> {}));
    }
}
