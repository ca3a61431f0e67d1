package io.sluice.gateway.mqtt;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which connection has which session. A second one takes it over, and the first is told. Thread-safe. */
final class SessionHolders {
    private final Map<String, Holder> holders = new ConcurrentHashMap<>();

    /**
     * A connection with its context, by which it is closed.
     *
     * @param beginsAnew whether it found no session, or ended it
     */
    record Holder(ChannelHandlerContext ctx, ClientConnection connection, boolean beginsAnew) {
        private void takenOver() {
            if (!ctx.executor().isShuttingDown()) {
                ctx.executor().execute(() -> connection.close(ctx, Disconnect.SESSION_TAKEN_OVER));
            }
        }
    }

    /** Before the broker hears of it: it closes the first connection too, but without a word. */
    void take(String session, Holder holder) {
        Holder before = holders.put(session, holder);
        if (before != null) {
            before.takenOver();
        }
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
