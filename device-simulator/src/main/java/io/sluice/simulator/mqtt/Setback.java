package io.sluice.simulator.mqtt;

/** Why a device has to connect anew, and so how long it leaves the broker alone: {@link Backoff}. */
enum Setback {
    /** A radio, a crash, a broker that is not there. */
    LOST(100, 10_000),
    /** The broker asks to be left alone for a while. */
    BUSY(1_000, 30_000),
    /** Another client has this one's name: coming back at once would only throw it out in turn. */
    TAKEN_OVER(1_000, 30_000),
    /** Who the device says it is or whom it trusts is wrong, which somebody has to mend first. */
    TURNED_AWAY(30_000, 300_000);

    final long firstCeilingMillis;
    final long lastCeilingMillis;

    Setback(long firstCeilingMillis, long lastCeilingMillis) {
        this.firstCeilingMillis = firstCeilingMillis;
        this.lastCeilingMillis = lastCeilingMillis;
    }

    /**
     * By the reason code of a CONNACK or DISCONNECT (MQTT 5, 2.4; below 0x80 those of brokers that speak 3.1.1 only).
     */
    static Setback of(int reasonCode) {
        return switch (reasonCode) {
            case 0x03, // server unavailable
                    0x88, // server unavailable
                    0x89, // server busy
                    0x8a, // banned
                    0x96, // message rate too high
                    0x97, // quota exceeded
                    0x9f -> // connection rate exceeded
                BUSY;
            case 0x8e -> TAKEN_OVER;
            case 0x01, // unacceptable protocol version
                    0x02, // identifier rejected
                    0x04, // bad user name or password
                    0x05, // not authorized
                    0x84, // unsupported protocol version
                    0x85, // client identifier not valid
                    0x86, // bad user name or password
                    0x87, // not authorized
                    0x8c -> // bad authentication method
                TURNED_AWAY;
            default -> LOST;
        };
    }
}
