package io.sluice.gateway.mqtt;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which connection has which session. A second one takes it over, and the first is told. Thread-safe. */
final class SessionHolders {
    private final Map<String, Holder> holders = new ConcurrentHashMap<>();

    /**
     * A connection with its context, by which it is closed.
     *
     * @param beginsAnew whether it found no session, or ended it
     * @param settled done when the broker has nothing more to do for its CONNECT, nor for those before
     */
    record Holder(
            ChannelHandlerContext ctx,
            ClientConnection connection,
            boolean beginsAnew,
            CompletableFuture<Void> settled) {
        private void takenOver() {
            if (!ctx.executor().isShuttingDown()) {
                ctx.executor().execute(() -> connection.close(ctx, Disconnect.SESSION_TAKEN_OVER));
            }
        }
    }

    /**
     * Before the broker hears of it: it closes the first connection too, but without a word.
     *
     * @return done when the broker may hear of it: two CONNECTs of one session at once would get into each other's way
     */
    CompletableFuture<Void> take(String session, Holder holder) {
        Holder before = holders.put(session, holder);
        if (before == null) {
            return CompletableFuture.completedFuture(null);
        }
        before.takenOver();
        return before.settled;
    }

    /** Who has the session now; null where it is away. */
    @Nullable
    Holder of(String session) {
        return holders.get(session);
    }

    void leave(String session, Holder holder) {
        holders.remove(session, holder);
    }
}
