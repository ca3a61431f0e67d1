package io.sluice.gateway.mqtt;

import java.time.Duration;

/** What we allow a client, and tell an MQTT 5 client in CONNACK. */
final class Protocol {
    static final int RECEIVE_MAXIMUM = 256;
    static final int TOPIC_ALIAS_MAXIMUM = 16;
    static final int KEEP_ALIVE_MAXIMUM_SECONDS = 20 * 60;
    static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

    /** After a crash of ours, before a client that has left a will counts as lost. */
    static final Duration RETURN_WITHIN = Duration.ofMinutes(1);

    /** Of every session that outlives its connection: Moquette knows one expiry for all. */
    static final Duration SESSION_EXPIRY = Duration.ofDays(7);

    /** Control packets count towards keep-alive; the specification grants half a period more. */
    static long silenceAllowedNanos(int keepAliveSeconds) {
        return Duration.ofSeconds(keepAliveSeconds).toNanos() * 3 / 2;
    }

    private Protocol() {}
}
