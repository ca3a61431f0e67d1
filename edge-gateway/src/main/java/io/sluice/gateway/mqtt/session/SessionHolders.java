package io.sluice.gateway.mqtt.session;

import io.netty.channel.ChannelHandlerContext;
import io.sluice.gateway.mqtt.gate.ClientConnection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which connection has which session. A second one takes it over, and the first is told. Thread-safe. */
public final class SessionHolders {
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final Map<String, Holder> holders = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Void>> ending = new ConcurrentHashMap<>();

    /**
     * A connection with its context, by which it is closed.
     *
     * @param beginsAnew whether it found no session, or ended it
     * @param giveUp ends it where another takes the session over; on its event loop
     * @param settled done when the broker has nothing more to do for its CONNECT, nor for those before
     * @param spoken done when all has been said that its end says, and that of those before
     */
    public record Holder(
            ChannelHandlerContext ctx,
            ClientConnection connection,
            boolean beginsAnew,
            Runnable giveUp,
            CompletableFuture<Void> settled,
            CompletableFuture<Void> spoken) {
        public Holder(ChannelHandlerContext ctx, ClientConnection connection, boolean beginsAnew, Runnable giveUp) {
            this(ctx, connection, beginsAnew, giveUp, new CompletableFuture<>(), new CompletableFuture<>());
        }

        /** Runs on the connection's event loop, from which it is called: at once where the other is done by then. */
        void runAfter(CompletableFuture<Void> done, Runnable then) {
            if (done.isDone()) {
                then.run();
            } else {
                done.thenRunAsync(then, ctx.executor());
            }
        }

        private void takenOver() {
            if (!ctx.executor().isShuttingDown()) {
                ctx.executor().execute(giveUp);
            }
        }
    }

    /**
     * Before the broker hears of it: it closes the first connection too, but without a word.
     *
     * @return the first one, null where there is none
     */
    @Nullable
    public Holder take(String session, Holder holder) {
        Holder before = holders.put(session, holder);
        if (before != null) {
            before.takenOver();
        }
        return before;
    }

    /** Who has the session now, or had it and has not spoken to the end; null where it is away. */
    @Nullable
    Holder of(String session) {
        return holders.get(session);
    }

    /**
     * The broker ends a session: it closes the connection first and forgets the session after that, and whose CONNECT
     * came between the two would be told of a session that is about to be taken from under it.
     */
    void end(String session, BrokerSessions broker) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        ending.put(session, done);
        try {
            broker.end(session);
        } finally {
            ending.remove(session, done);
            done.complete(null);
        }
    }

    /** Done when the broker is not about to end the session. */
    CompletableFuture<Void> ended(String session) {
        return ending.getOrDefault(session, DONE);
    }

    void leave(String session, Holder holder) {
        holders.remove(session, holder);
    }
}
