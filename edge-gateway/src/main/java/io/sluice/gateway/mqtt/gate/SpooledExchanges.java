package io.sluice.gateway.mqtt.gate;

import io.sluice.gateway.spool.Exchange;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What the spool has, and gets, of one session's publishes. Guarded by the {@link DeliveryState} it belongs to. */
final class SpooledExchanges {
    private final @Nullable String session;

    /** Open since a former life of the gateway. */
    private @Nullable Map<Integer, Exchange> restored;

    /** PUBREL has come and is on its way to the disk. */
    private @Nullable Map<Integer, Exchange> releasing;

    private boolean hasAnswered;

    /** @param session its name in the spool, null where it ends with its connection: then the spool gets nothing */
    SpooledExchanges(@Nullable String session) {
        this.session = session;
    }

    @Nullable
    Exchange opened(int packetId, long contentHash, byte reason) {
        return session == null ? null : new Exchange(session, 2, packetId, contentHash, reason);
    }

    @Nullable
    Exchange answered(int packetId, long contentHash) {
        if (session == null) {
            return null;
        }
        hasAnswered = true;
        return new Exchange(session, 1, packetId, contentHash, (byte) 0);
    }

    void answeredBefore() {
        hasAnswered = true;
    }

    void restore(Exchange exchange) {
        if (restored == null) {
            restored = new HashMap<>();
        }
        restored.put(exchange.packetId(), exchange);
    }

    /** What one of a former life with this content was answered. */
    OptionalInt reason(int packetId, long contentHash) {
        Exchange earlier = restored == null ? null : restored.get(packetId);
        return earlier != null && earlier.contentHash() == contentHash
                ? OptionalInt.of(earlier.reason())
                : OptionalInt.empty();
    }

    /** The one of a former life under this id, which is no longer among them. */
    @Nullable
    Exchange takeRestored(int packetId) {
        return restored == null ? null : restored.remove(packetId);
    }

    void beginRelease(Exchange exchange) {
        if (releasing == null) {
            releasing = new HashMap<>();
        }
        releasing.put(exchange.packetId(), exchange);
    }

    @Nullable
    Exchange releasing(int packetId) {
        return releasing == null ? null : releasing.get(packetId);
    }

    /** The release is durable. */
    void released(int packetId) {
        if (releasing != null) {
            releasing.remove(packetId);
        }
    }

    boolean isAnyOpen() {
        return (restored != null && !restored.isEmpty()) || (releasing != null && !releasing.isEmpty());
    }

    boolean hasAnswered() {
        return hasAnswered;
    }
}
