package io.sluice.gateway.spool;

import io.sluice.model.identity.DeviceId;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants said when it ends without a goodbye, from before its CONNACK until it is said or called off.
 *
 * @param id of this connection's will; 0 for one that the spool does not keep
 * @param session the broker's id of the session
 * @param device the one that its client has proven to be, null where it may speak for others or was not asked
 * @param delayMillis how long the client may come back before it is said
 * @param isSaid whether what it says is durable, and only the death is not yet
 */
public record Will(
        long id,
        String session,
        @Nullable DeviceId device,
        String topic,
        byte[] payload,
        int qos,
        @Nullable String contentType,
        @Nullable String contentEncoding,
        long delayMillis,
        boolean isSaid) {

    /** Whether the spool keeps it, for the gateway's next life; else it is in memory alone. */
    public boolean isKept() {
        return id != 0;
    }

    Will said() {
        return new Will(id, session, device, topic, payload, qos, contentType, contentEncoding, delayMillis, true);
    }

    /** No less than it takes on disk, and about what it takes in memory. */
    long sizeBound() {
        return 400L
                + 3L * (session.length() + topic.length() + length(contentType) + length(contentEncoding))
                + payload.length;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
