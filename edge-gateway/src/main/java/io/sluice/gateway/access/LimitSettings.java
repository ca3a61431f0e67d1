package io.sluice.gateway.access;

import io.sluice.kit.settings.Setting;
import java.time.Duration;
import java.util.List;

/** How much one may ask of the gateway. Off on loopback without authentication. */
public final class LimitSettings {
    public static final Setting<Integer> CONNECTIONS_PER_ADDRESS = Setting.integer("mqtt.limit.connections-per-address")
            .between(1, 1_000_000)
            .defaultsTo(2_000)
            .meaning("open connections from one address (IPv6: /64); one more is closed")
            .build();

    public static final Setting<Integer> CONNECTIONS_PER_DEVICE = Setting.integer("mqtt.limit.connections-per-device")
            .between(1, 1_000)
            .defaultsTo(4)
            .meaning("connections of one device, where it has proven to be one; one more is answered 0x97")
            .build();

    public static final Setting<Integer> CONNECTS = Setting.integer("mqtt.limit.connects")
            .between(1, 1_000_000)
            .defaultsTo(300)
            .unit("per second")
            .meaning("CONNECTs let in; more wait up to 2 s, and beyond are answered 0x89;"
                    + " connections accepted are four times as many")
            .build();

    public static final Setting<Integer> CONNECTS_PER_ADDRESS = Setting.integer("mqtt.limit.connects-per-address")
            .between(1, 1_000_000)
            .defaultsTo(200)
            .unit("per second")
            .meaning("CONNECTs from one address; more are answered 0x9F")
            .build();

    public static final Setting<Integer> MESSAGES = Setting.integer("mqtt.limit.messages-per-device")
            .between(1, 10_000_000)
            .defaultsTo(1_000)
            .unit("per second")
            .meaning("publishes for one device on a connection; beyond it the connection is read more slowly")
            .build();

    public static final Setting<Long> BYTES = Setting.bytes("mqtt.limit.bytes-per-device")
            .between(1024L, 1L << 30)
            .defaultsTo(1L << 20)
            .unit("bytes per second")
            .meaning("topics and payload for one device on a connection; beyond it the connection is read more slowly")
            .build();

    public static final Setting<Long> REFUSED_BYTES = Setting.bytes("mqtt.limit.refused-bytes")
            .between(1024L, 1L << 30)
            .defaultsTo(1L << 20)
            .unit("bytes per second")
            .meaning("all that is refused and kept as dead letters; beyond it a connection is closed for it: 0x97")
            .build();

    public static final Setting<Integer> BAN_AFTER = Setting.integer("mqtt.limit.ban-after")
            .between(2, 1_000_000)
            .defaultsTo(60)
            .unit("per minute")
            .meaning("refused proofs of an address, or connects of a client, after which it is banned: 0x8A")
            .build();

    public static final Setting<Duration> BAN = Setting.duration("mqtt.limit.ban")
            .between(Duration.ofSeconds(1), Duration.ofDays(1))
            .defaultsTo(Duration.ofMinutes(1))
            .meaning("how long a ban lasts")
            .build();

    private LimitSettings() {}

    public static List<Setting<?>> all() {
        return List.of(
                CONNECTIONS_PER_ADDRESS,
                CONNECTIONS_PER_DEVICE,
                CONNECTS,
                CONNECTS_PER_ADDRESS,
                MESSAGES,
                BYTES,
                REFUSED_BYTES,
                BAN_AFTER,
                BAN);
    }
}
