package io.sluice.gateway.mqtt.session;

import io.netty.channel.ChannelHandlerContext;
import io.sluice.gateway.mqtt.gate.ClientConnection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which connection has which session. A second one takes it over, and the first is told. Thread-safe. */
public final class SessionHolders {
    private final Map<String, Holder> holders = new ConcurrentHashMap<>();

    /**
     * A connection with its context, by which it is closed.
     *
     * @param beginsAnew whether it found no session, or ended it
     * @param giveUp ends it where another takes the session over; on its event loop
     * @param turn over when the broker has nothing more to do for its CONNECT, nor for those before
     * @param quiet done when it has given up or is gone, and hands the broker no more of its client's packets
     * @param spoken done when all has been said that its end says, and that of those before
     */
    public record Holder(
            ChannelHandlerContext ctx,
            ClientConnection connection,
            boolean beginsAnew,
            Runnable giveUp,
            Turn turn,
            CompletableFuture<Void> quiet,
            CompletableFuture<Void> spoken) {
        public Holder(ChannelHandlerContext ctx, ClientConnection connection, boolean beginsAnew, Runnable giveUp) {
            this(ctx, connection, beginsAnew, giveUp, new Turn(), new CompletableFuture<>(), new CompletableFuture<>());
        }

        CompletableFuture<Void> settled() {
            return turn.settled;
        }

        void settle() {
            turn.settled.complete(null);
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
                ctx.executor().execute(() -> {
                    giveUp.run();
                    quiet.complete(null);
                });
            }
        }
    }

    /** Of a connection at the broker. */
    static final class Turn {
        private volatile CompletableFuture<Void> settled = new CompletableFuture<>();
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

    /** Who has the session now, or had it and has not spoken to the end or settled; null where it is away. */
    @Nullable
    Holder of(String session) {
        return holders.get(session);
    }

    /**
     * The broker has to do with a connection's session once more. Who takes it over from now on waits for that.
     *
     * @return false where another has taken it over already
     */
    boolean unsettle(String session, Holder holder) {
        Holder now = holders.computeIfPresent(session, (id, present) -> {
            if (present.equals(holder)) {
                present.turn().settled = new CompletableFuture<>();
            }
            return present;
        });
        return holder.equals(now);
    }

    void leave(String session, Holder holder) {
        holders.remove(session, holder);
    }
}
