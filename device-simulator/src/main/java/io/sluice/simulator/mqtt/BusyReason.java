package io.sluice.simulator.mqtt;

/** The reason codes by which a broker asks to be left alone for a while, in CONNACK or DISCONNECT (MQTT 5, 2.4). */
final class BusyReason {
    private static final int SERVER_UNAVAILABLE = 0x88;
    private static final int SERVER_BUSY = 0x89;
    private static final int BANNED = 0x8a;
    /** Another client has this one's name: coming back at once would only throw it out in turn. */
    static final int SESSION_TAKEN_OVER = 0x8e;

    private static final int MESSAGE_RATE_TOO_HIGH = 0x96;
    private static final int QUOTA_EXCEEDED = 0x97;
    private static final int CONNECTION_RATE_EXCEEDED = 0x9f;

    private BusyReason() {}

    static boolean isOne(int reasonCode) {
        return switch (reasonCode) {
            case SERVER_UNAVAILABLE,
                    SERVER_BUSY,
                    BANNED,
                    SESSION_TAKEN_OVER,
                    MESSAGE_RATE_TOO_HIGH,
                    QUOTA_EXCEEDED,
                    CONNECTION_RATE_EXCEEDED -> true;
            default -> false;
        };
    }
}
