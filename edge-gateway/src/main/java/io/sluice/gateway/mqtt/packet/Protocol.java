package io.sluice.gateway.mqtt.packet;

import java.time.Duration;

/** What we allow a client, and tell an MQTT 5 client in CONNACK. */
public final class Protocol {
    public static final int RECEIVE_MAXIMUM = 256;
    public static final int TOPIC_ALIAS_MAXIMUM = 16;
    public static final int KEEP_ALIVE_MAXIMUM_SECONDS = 20 * 60;
    public static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

    /** After a crash of ours, before a client that has left a will counts as lost. */
    public static final Duration RETURN_WITHIN = Duration.ofMinutes(1);

    /** Of a session that outlives its connection, at most. */
    public static final Duration SESSION_EXPIRY = Duration.ofDays(7);

    /** Control packets count towards keep-alive; the specification grants half a period more. */
    public static long silenceAllowedNanos(int keepAliveSeconds) {
        return Duration.ofSeconds(keepAliveSeconds).toNanos() * 3 / 2;
    }

    private Protocol() {}
}
