package io.sluice.gateway.mqtt.packet;

import java.util.UUID;

/**
 * Which client ids may reach Moquette. It picks a session loop by {@code Math.abs(id.hashCode())}, which is negative
 * for Integer.MIN_VALUE, and hands ids to logs and to authorisation.
 */
public final class ClientIds {
    public static final int MAX_LENGTH = 256;

    private ClientIds() {}

    public static boolean isValid(String clientId) {
        return !clientId.isEmpty()
                && clientId.length() <= MAX_LENGTH
                && isSafe(clientId)
                && clientId.chars().noneMatch(c -> Character.isISOControl(c) || c == '+' || c == '#');
    }

    /** Whether Moquette finds a session loop for it. */
    public static boolean isSafe(String id) {
        return id.hashCode() != Integer.MIN_VALUE;
    }

    /**
     * The id under which the broker knows a client that has proven who it is. A {@code #} is in no client id, so that
     * two clients have the same one only if they are of the same scope.
     */
    public static String within(String scope, String clientId) {
        return scope + "#" + clientId;
    }

    /** An id for a client that sent none. */
    public static String assign() {
        String id;
        do {
            id = "sluice-" + UUID.randomUUID();
        } while (!isValid(id));
        return id;
    }
}
