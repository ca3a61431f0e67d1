package io.sluice.gateway.mqtt.session;

import java.time.Duration;

/**
 * Of a session, as a CONNECT wants it and as it is granted.
 *
 * @param beginsAnew whether nothing of the session that there may be goes on
 * @param expiry for how long it outlives its connection
 */
public record Lifetime(boolean beginsAnew, Duration expiry) {
    /** Nothing is kept beside the connection then; one that goes on is, and ended when its connection has. */
    public boolean isOneConnection() {
        return beginsAnew && expiry.isZero();
    }
}
